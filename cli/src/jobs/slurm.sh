#!/bin/sh
# {{pairs}} pairs in {{shards}} shards of {{per_shard}}; written by `gemba plan --for slurm`.
# Run it on the login node, in the folder of the plan, as often as you like: shards that are there are not
# made again. A task that is lost with its node is queued again by Slurm.
set -eu
shards=$(sbatch --parsable --requeue --job-name=gemba-shards --array=0-{{last_task}} --cpus-per-task=1 \
  --output=gemba-shards-%a.log --wrap '
  index=$SLURM_ARRAY_TASK_ID
  while [ "$index" -lt {{shards}} ]; do
    gemba shard {{plan}} --index "$index" --out {{folder}} --quiet || exit
    index=$((index + {{tasks}}))
  done')
sbatch --dependency="afterok:${shards%%;*}" --job-name=gemba-merge --cpus-per-task=1 --output=gemba-merge.log \
  --wrap 'gemba merge {{plan}} {{folder}} --out {{run}}'
