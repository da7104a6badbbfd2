using System.Management.Automation;
using VcsaAuthGuard.Pacing;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Errors;

/// <summary>Creates the error records of batches and latencies.</summary>
internal static partial class ErrorRecords
{
    public static ErrorRecord From(BatchCheckpointException exception)
    {
        (string id, ErrorCategory category, string action) = exception.Problem switch
        {
            BatchCheckpointProblem.NotACheckpoint => (
                "CheckpointNotOne",
                ErrorCategory.InvalidData,
                "Name another file; this one was left as it is."
            ),
            BatchCheckpointProblem.OtherRun => (
                "CheckpointOfOtherRun",
                ErrorCategory.InvalidOperation,
                "Let the other run come to its end, name another file, or delete this one. "
                    + "If it is the same run and only its block was edited: give both the same -RunName."
            ),
            BatchCheckpointProblem.Damaged => (
                "CheckpointDamaged",
                ErrorCategory.InvalidData,
                "Look at the file. Without it all items are done again."
            ),
            BatchCheckpointProblem.InUse => (
                "CheckpointInUse",
                ErrorCategory.ResourceBusy,
                "Wait for the other run, or name another file."
            ),
            _ => (
                "CheckpointUnusable",
                ErrorCategory.WriteError,
                "See to the disk and the access rights. What was done since the last line of the file is not on record."
            ),
        };
        return Make(exception, id, category, exception.Path, TerminalText.OneLine(exception.Message), action);
    }

    public static ErrorRecord ItemWithoutIdentity(object item) =>
        Make(
            new ArgumentException(
                $"A {item.GetType().FullName} has neither Uid, Id nor MoRef, and is no string and no number: "
                    + "a later run could not tell that it is done. It is not run."
            ),
            "ItemWithoutIdentity",
            ErrorCategory.InvalidArgument,
            item,
            null,
            "Pipe in PowerCLI objects, ids or names, or leave -CheckpointPath out."
        );

    public static ErrorRecord ItemTwice(object item, string identity)
    {
        string shown = TerminalText.OneLine(identity);
        return Make(
            new ArgumentException($"A second item has the identity '{shown}'. It is not run: the checkpoint could not tell them apart."),
            "ItemTwice",
            ErrorCategory.InvalidArgument,
            item,
            null,
            "Pipe in each item once (Sort-Object -Unique), or leave -CheckpointPath out."
        );
    }

    public static ErrorRecord SessionDropped(ErrorRecord cause, bool hasReconnected) =>
        Make(
            cause.Exception, "SessionDropped", ErrorCategory.AuthenticationError, cause.TargetObject!,
            "The session is not authenticated, "
                + $"{(hasReconnected ? "and it was not after a reconnect either" : "and there is no way to reconnect")}; "
                + $"what was running is not done. {TerminalText.OneLine(cause.ToString())}",
            hasReconnected
                ? "Look at the account's sessions (Get-VcsaSession) and at vCenter Server (Get-VcsaDiagnosis)."
                : "Give -Reconnect { ... }, or -Credential for Connect-VcsaSession."
        );

    public static ErrorRecord ReconnectFailed(ErrorRecord cause) =>
        Make(
            cause.Exception,
            "ReconnectFailed",
            ErrorCategory.ConnectionError,
            "Reconnect",
            "The session is not authenticated, and the reconnect failed. " + TerminalText.OneLine(cause.ToString()),
            "Connect by hand, and start the run again; with -CheckpointPath it does the rest."
        );

    public static ErrorRecord HoldExpired(PaceWait wait)
    {
        string message = $"The longest hold ({wait.Longest}) is over and the reason is not: {Words(wait.Gate!)}. The batch is run.";
        return Make(
            new TimeoutException(message), "HoldExpired", ErrorCategory.LimitsExceeded, wait.Reason, null,
            "With -ErrorAction Stop the run ends here instead. A longer -MaxHold waits longer.");
    }

    public static ErrorRecord ReadingUnknown(PaceGate gate, ErrorRecord? cause)
    {
        string what = gate.Reason == HoldReason.Latency ? "The datastore latency" : "The number of this account's sessions";
        string message =
            $"{what} is not to be had{(cause is null ? "" : ": " + TerminalText.OneLine(cause.ToString()))}. "
            + "A batch that is not held is not held for that.";
        string action =
            gate.Reason == HoldReason.Latency
                ? "Run Test-DatastoreLatency by itself, or give -LatencyProbe."
                : "Run Get-VcsaSession by itself, or give -SessionProbe.";
        return Make(
            cause?.Exception ?? new InvalidOperationException(message),
            "ReadingUnknown",
            ErrorCategory.ReadError,
            gate.Reason,
            message,
            action + " With -ErrorAction Stop the run ends here."
        );
    }

    public static ErrorRecord TaskFailed(string task, string state) =>
        Make(
            new InvalidOperationException($"The task {task} ended as {state}."),
            "TaskFailed",
            ErrorCategory.OperationStopped,
            task,
            null,
            "Look at the task in vCenter Server: Get-Task."
        );

    public static ErrorRecord NoLatencySource() =>
        Make(
            new InvalidOperationException("-LatencyThreshold needs something to measure, and Get-Datastore gives none."),
            "LatencySourceMissing",
            ErrorCategory.InvalidArgument,
            "LatencyThreshold",
            null,
            "Load and connect PowerCLI, or give -LatencyProbe { ... }."
        );

    public static ErrorRecord CommandMissing(string command, string action) =>
        Make(
            new InvalidOperationException($"There is no command {command}."),
            "CommandMissing",
            ErrorCategory.ObjectNotFound,
            command,
            null,
            action
        );

    public static ErrorRecord NotLatency(object input) =>
        Make(
            new ArgumentException(
                $"A {input.GetType().FullName} is neither a datastore nor a sample of Get-Stat with Value, "
                    + "Timestamp and Entity or Instance."
            ),
            "InputNotLatency",
            ErrorCategory.InvalidArgument,
            input.GetType().Name,
            null,
            "Pipe in Get-Datastore, or Get-Stat -Stat datastore.totalReadLatency.average."
        );

    public static ErrorRecord SampleUnclear(string why, string metric) =>
        Make(
            new ArgumentException($"A sample of {metric} cannot be used: {why}."),
            "SampleUnclear",
            ErrorCategory.InvalidData,
            metric,
            null,
            "A latency is a number of milliseconds, zero or more."
        );

    public static ErrorRecord LatencyUnknown(DatastoreLatency result, TimeSpan recent)
    {
        string newest = result.Newest is DateTimeOffset time
            ? FormattableString.Invariant($"the newest is of {time:u}")
            : "there is none at all";
        return Make(
            new InvalidOperationException(
                $"{TerminalText.OneLine(result.Datastore)}: no latency sample of the last {recent}; {newest}. The verdict is Unknown."
            ),
            "LatencyUnknown",
            ErrorCategory.ObjectNotFound,
            result.Datastore,
            null,
            "Ask for newer samples (Get-Stat -Realtime on hosts), or give a longer -Recent."
        );
    }

    public static ErrorRecord NoSamples() =>
        Make(
            new InvalidOperationException("Nothing came in: no datastore and no sample."),
            "NoSamples",
            ErrorCategory.ObjectNotFound,
            "InputObject",
            null,
            "See what Get-Datastore or Get-Stat gives by itself."
        );

    public static ErrorRecord ThresholdsCross(double warn, double stop) =>
        Make(
            new ArgumentException(FormattableString.Invariant($"-WarnThreshold {warn} is over -StopThreshold {stop}.")),
            "ParameterOutOfRange",
            ErrorCategory.InvalidArgument,
            warn,
            null,
            "Give the lower one to -WarnThreshold."
        );

    /// <summary>Returns the reason why a gate is shut, as a sentence.</summary>
    public static string Words(PaceGate gate)
    {
        string reading = gate.Reading is double value ? FormattableString.Invariant($"{value:0.#}") : "unknown";
        return gate.Reason == HoldReason.Latency
            ? FormattableString.Invariant(
                $"datastore latency {reading} ms, over {gate.ShutsOver:0.#} and not yet under {gate.OpensUnder:0.#} ms"
            )
            : FormattableString.Invariant($"{reading} sessions of this account, more than {gate.ShutsOver:0}");
    }
}
