#!/bin/sh
# {{pairs}} pairs in {{shards}} shards of {{per_shard}}; written by `gemba plan --for hq`.
# Run it where `hq` reaches its server, in the folder of the plan, as often as you like: shards that are there
# are not made again.
set -eu
hq submit --wait --name gemba-shards --array 0-{{last}} --cpus 1 --crash-limit 5 -- \
  sh -c 'exec gemba shard {{plan}} --index "$HQ_TASK_ID" --out {{folder}} --quiet'
gemba merge {{plan}} {{folder}} --out {{run}}
