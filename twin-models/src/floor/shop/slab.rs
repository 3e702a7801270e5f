//! Values that come and go, in places that are used again.

/// A list whose freed places are filled first.
#[derive(Clone, Debug)]
pub(super) struct Slab<T> {
    places: Vec<Option<T>>,
    free: Vec<u32>,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Self { places: Vec::new(), free: Vec::new() }
    }
}

impl<T> Slab<T> {
    /// Puts a value in, and gives its place.
    pub(super) fn put(&mut self, value: T) -> u32 {
        match self.free.pop() {
            Some(place) => {
                self.places[place as usize] = Some(value);
                place
            }
            None => {
                self.places.push(Some(value));
                self.places.len() as u32 - 1
            }
        }
    }

    /// Takes the value of a place out.
    pub(super) fn take(&mut self, place: u32) -> Option<T> {
        let value = self.places[place as usize].take();
        if value.is_some() {
            self.free.push(place);
        }
        value
    }

    pub(super) fn get(&self, place: u32) -> Option<&T> {
        self.places.get(place as usize)?.as_ref()
    }

    pub(super) fn get_mut(&mut self, place: u32) -> Option<&mut T> {
        self.places.get_mut(place as usize)?.as_mut()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.places.iter().flatten()
    }

    /// The first place from `from` on whose value is such.
    pub(super) fn next_of(&self, from: u32, such: impl Fn(&T) -> bool) -> Option<u32> {
        let rest = self.places.iter().enumerate().skip(from as usize);
        rest.into_iter().find_map(|(k, v)| v.as_ref().filter(|v| such(v)).map(|_| k as u32))
    }

    /// How many values are there.
    pub(super) fn len(&self) -> usize {
        self.places.len() - self.free.len()
    }

    /// Forgets all values; the memory stays.
    pub(super) fn clear(&mut self) {
        self.places.clear();
        self.free.clear();
    }
}
