#!/bin/bash
# Runs the steps of a restart on a vCenter Server Appliance and, whatever becomes of them and of the client, starts the services again.
#
# It runs in a session of its own (setsid), so that it goes on when the connection ends. It needs bash 4 and coreutils.
#
# Files
# -----
# All are in the run's folder, FOLDER/run-ID. Each appears as a whole.
#
#   lock         "taken", or "held AGE" where another run has held the lock for AGE seconds
#   go           written by the client after its last check: the steps may begin
#   abandoned    written by the client: it reads no more, the folder is to be removed at the end
#   N/command    the command of step N, from 1 on
#   N/out        the first bytes of what it printed
#   N/rc         its exit code, once it has ended; 124 where it was ended by force
#   N/late       exists when it did not end in time
#   end          why the run is over: "done", "nogo" (no go came in time) or "unread" (the services could not be read); nothing was
#                changed in the last two cases
#
# The lock is the folder FOLDER/lock with the files owner (the ID) and process (the process that gives the lock back).
#
# How it is run
# -------------
# As FollowLogs.sh: joined into one line (OneLineScript.cs), with these variables set in front of it:
#
#   folder     the folder of all runs
#   id         the ID of this run
#   go_time    how many seconds to wait for the client's go
#   timeout    how many seconds a step may take before it is late
#   patience   how many more seconds a step that is late is given before it is ended by force; then the next one follows
#   start_time how many seconds the guard tries to start services, and how long each of its starts may take before it is late
#   pause      seconds between two looks at the services
#   commands   array: the steps
#   wanted     array: services that must run afterwards
#   is_full    1 when everything that ran before must run afterwards as well

# The variables above are set where this cannot be seen.
# shellcheck disable=SC2154

set -u
export LC_ALL=C

max_output=262144
max_rounds=2
max_unread=3
status_time=120

lock=$folder/lock
run=$folder/run-$id
step=0
reason=nogo
has_begun=0
declare -A listed=()

# Writes a file of one line: put NAME TEXT
put() {
  printf "%s\n" "$2" >"$run/.new" && mv "$run/.new" "$run/$1"
}

# Waits until a file exists, or the run's folder does not: wait_for SECONDS FILE. Fails when the time is over or the folder is gone.
wait_for() {
  local end=$((SECONDS + $1))
  while [ ! -e "$2" ]; do
    if [ ! -d "$run" ] || [ "$SECONDS" -ge "$end" ]; then
      return 1
    fi
    sleep 0.1
  done
}

# ---- The lock ------------------------------------------------------------------------------------------------------------------------

take_lock() {
  if mkdir "$lock" 2>/dev/null; then
    echo "$id" >"$lock/owner"
    echo "$$" >"$lock/process"
    return 0
  fi
  put lock "held $(($(date +%s) - $(stat -c %Y "$lock")))"
  return 1
}

release_lock() {
  if [ "$(cat "$lock/owner" 2>/dev/null)" = "$id" ]; then
    rm -rf "$lock"
  fi
}

# ---- The services --------------------------------------------------------------------------------------------------------------------

# Reads the state of all services. Sets running and stopped to their names (without vmware-, with blanks around them), listed to the name
# that service-control has for each, and is_pending to 1 when one is on its way. Fails when the state cannot be read.
read_services() {
  local line name key heading=""
  running=" "
  stopped=" "
  is_pending=0
  while read -r line; do
    if [[ $line =~ ^([A-Za-z]+):(.*)$ ]]; then
      heading=${BASH_REMATCH[1]}
      line=${BASH_REMATCH[2]}
    fi
    for name in $line; do
      if [[ $name =~ ^[A-Za-z0-9_-]+$ ]]; then
        key=${name#vmware-}
        listed[$key]=$name
        if [ "$heading" = Running ]; then
          running+="$key "
        elif [ "$heading" = Stopped ]; then
          stopped+="$key "
        elif [[ $heading = Start* || $heading = Stop* ]]; then
          is_pending=1
        fi
      fi
    done
  done < <(timeout "$status_time" service-control --status --all 2>/dev/null </dev/null)
  [ "$running$stopped" != "  " ]
}

# Adds what runs now to what must run afterwards.
remember_running() {
  local name
  for name in $running; do
    if [[ " ${wanted[*]#vmware-} " != *" $name "* ]]; then
      wanted+=("${listed[$name]}")
    fi
  done
}

# Sets missing to the wanted services that are stopped.
find_missing() {
  local name
  missing=()
  for name in "${wanted[@]}"; do
    if [[ $stopped = *" ${name#vmware-} "* ]]; then
      missing+=("$name")
    fi
  done
}

# ---- The steps -----------------------------------------------------------------------------------------------------------------------

# Copies the first bytes of its input into a file and drops the rest: a writer is never held up. Says at the end that all is there.
keep_start() {
  {
    head -c "$max_output" >"$1/out"
    cat >/dev/null
  } 2>/dev/null
  : >"$1/whole"
}

# Runs a command and keeps its output and exit code: keep FOLDER COMMAND... The output is waited for a moment only, because a service that
# was started can hold it open.
keep() {
  local here=$1 code
  shift
  "$@" </dev/null > >(keep_start "$here") 2>&1
  code=$?
  wait_for 2 "$here/whole"
  echo "$code" >"$here/rc.new"
  mv "$here/rc.new" "$here/rc"
}

# Runs a command as the next step, in a process group of its own. Fails when it does not end in time.
run_step() {
  step=$((step + 1))
  here=$run/$step
  mkdir -p "$here.new"
  echo "$*" >"$here.new/command"
  : >"$here.new/out"
  mv "$here.new" "$here"
  set -m
  keep "$here" "$@" &
  step_group=$!
  set +m
  if ! wait_for_step "$timeout"; then
    : >"$here/late"
    return 1
  fi
}

# Waits until the last step has ended: wait_for_step SECONDS. It does not depend on files, because the disk may be full.
wait_for_step() {
  local end=$((SECONDS + $1))
  while kill -0 -- "-$step_group" 2>/dev/null && [ ! -e "$here/rc" ]; do
    if [ "$SECONDS" -ge "$end" ]; then
      return 1
    fi
    sleep 0.1
  done
}

# Gives a step that is late some more time, then ends it by force.
end_step() {
  if [ "$step" -eq 0 ] || wait_for_step "$patience"; then
    return
  fi
  kill -TERM -- "-$step_group" 2>/dev/null
  wait_for_step 5 || kill -KILL -- "-$step_group" 2>/dev/null
  echo 124 >"$here/rc"
}

# Starts services, each by itself so that one that fails does not keep the others down.
start_missing() {
  local name
  if [ "$is_full" = 1 ] && [ "$round" -eq 1 ]; then
    run_step service-control --start --all || end_step
    return
  fi
  for name in "${missing[@]}"; do
    run_step service-control --start "$name" || end_step
  done
}

# ---- The guard -----------------------------------------------------------------------------------------------------------------------

# Starts what is wanted and stopped until all of it runs, in some rounds. Services that cannot be read several times are started unseen.
start_again() {
  local end=$((SECONDS + start_time)) unread=0
  timeout=$start_time
  round=0
  while [ "$SECONDS" -lt "$end" ]; do
    if read_services; then
      unread=0
      find_missing
    else
      unread=$((unread + 1))
      is_pending=1
      missing=()
      if [ "$unread" -eq "$max_unread" ]; then
        missing=("${wanted[@]}")
      fi
    fi
    if [ "${#missing[@]}" -gt 0 ]; then
      if [ "$round" -eq "$max_rounds" ]; then
        return 1
      fi
      round=$((round + 1))
      start_missing
    elif [ "$is_pending" = 0 ]; then
      return 0
    fi
    sleep "$pause"
  done
}

# Runs when the script ends, for whatever reason.
finish() {
  if [ "$has_begun" = 1 ]; then
    end_step
    start_again
  fi
  release_lock
  put end "$reason"
  if [ -e "$run/abandoned" ]; then
    rm -rf "$run"
  fi
}

# A trap that does nothing is not passed on to the services, as an ignored signal would be.
trap : HUP
exec 2>/dev/null
take_lock || exit 1
trap finish EXIT
find "$folder" -maxdepth 1 -name "run-*" -mmin +60 -exec rm -rf {} +
put lock taken

wait_for "$go_time" "$run/go" || exit 1
reason=unread
read_services || exit 1
if [ "$is_full" = 1 ]; then
  remember_running
fi
reason="done"
has_begun=1
for command in "${commands[@]}"; do
  # The words of a command are what is between its blanks.
  # shellcheck disable=SC2086
  run_step $command || end_step
done
