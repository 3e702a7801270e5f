#!/bin/sh
# {{pairs}} pairs in {{shards}} shards of {{per_shard}}; written by `gemba plan --for slurm`.
# Run it on the login node, in the folder of the plan, as often as you like: shards that are there are not
# made again. A task that is lost with its node is queued again by Slurm; one that fails tries five times, unless
# the plan cannot be used (exit code 2) or the model fails (4), and then the merge is called off.
set -eu
shards=$(sbatch --parsable --requeue --job-name=gemba-shards --array=0-{{last_task}} --cpus-per-task=1 \
  --output=gemba-shards-%a.log --wrap '
  index=$SLURM_ARRAY_TASK_ID
  while [ "$index" -lt {{shards}} ]; do
    tries=1
    until gemba shard {{plan}} --index "$index" --out {{folder}} --quiet; do
      code=$?
      case $code in 2|4) exit $code;; esac
      [ $tries -lt 5 ] || exit $code
      sleep $((tries * 5))
      tries=$((tries + 1))
    done
    index=$((index + {{tasks}}))
  done')
sbatch --dependency="afterok:${shards%%;*}" --kill-on-invalid-dep=yes --requeue --job-name=gemba-merge \
  --cpus-per-task=1 --output=gemba-merge.log --wrap 'gemba merge {{plan}} {{folder}} --out {{run}}'
