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
                "Use another file; this one was not changed."
            ),
            BatchCheckpointProblem.OtherRun => (
                "CheckpointOfOtherRun",
                ErrorCategory.InvalidOperation,
                "Wait for the other run to end, use another file, or delete this one. "
                    + "If it is the same run and only its script block was edited, use the same -RunName for both."
            ),
            BatchCheckpointProblem.Damaged => (
                "CheckpointDamaged",
                ErrorCategory.InvalidData,
                "Check the file. Without it, all items are processed again."
            ),
            BatchCheckpointProblem.InUse => (
                "CheckpointInUse",
                ErrorCategory.ResourceBusy,
                "Wait for the other run to end, or use another file."
            ),
            _ => (
                "CheckpointUnusable",
                ErrorCategory.WriteError,
                "Check the disk and the permissions. Items completed after the last line of the file are not recorded."
            ),
        };
        return Make(exception, id, category, exception.Path, TerminalText.OneLine(exception.Message), action);
    }

    public static ErrorRecord ItemWithoutIdentity(object item) =>
        Make(
            new ArgumentException(
                $"A {item.GetType().FullName} has no Uid, Id or MoRef, and is neither a string nor a number: "
                    + "a later run could not recognise it as completed. It is not processed."
            ),
            "ItemWithoutIdentity",
            ErrorCategory.InvalidArgument,
            item,
            null,
            "Pipe in PowerCLI objects, ids or names, or omit -CheckpointPath."
        );

    public static ErrorRecord ItemTwice(object item, string identity)
    {
        string shown = TerminalText.OneLine(identity);
        return Make(
            new ArgumentException($"A second item has the identity '{shown}'. It is not processed: "
                + "the checkpoint could not distinguish them."),
            "ItemTwice",
            ErrorCategory.InvalidArgument,
            item,
            null,
            "Pipe in each item once (Sort-Object -Unique), or omit -CheckpointPath."
        );
    }

    public static ErrorRecord SessionDropped(ErrorRecord cause, bool hasReconnected) =>
        Make(
            cause.Exception, "SessionDropped", ErrorCategory.AuthenticationError, cause.TargetObject!,
            "The session is not authenticated, "
                + $"{(hasReconnected ? "not even after a reconnect" : "and no reconnect is configured")}; "
                + $"the running batch was not completed. {TerminalText.OneLine(cause.ToString())}",
            hasReconnected
                ? "Check the account's sessions (Get-VcsaSession) and vCenter Server (Get-VcsaDiagnosis)."
                : "Use -Reconnect { ... }, or -Credential for Connect-VcsaSession."
        );

    public static ErrorRecord RunRefused(BatchSummary summary) =>
        Make(
            new InvalidOperationException(
                $"The run ended: all of a batch was refused with NotAuthenticated, and nothing of it was done. {summary.Done} items are "
                    + $"done, {summary.Failed} failed, {summary.Skipped} were not run."
            ),
            "RunRefused",
            ErrorCategory.AuthenticationError,
            "MaxRefused",
            null,
            "Log in again and start the run again; with -CheckpointPath it processes only the remaining items. -Reconnect or -Credential "
                + "logs in during a run, -MaxRefused lets more batches be refused."
        );

    public static ErrorRecord ReconnectFailed(ErrorRecord cause) =>
        Make(
            cause.Exception,
            "ReconnectFailed",
            ErrorCategory.ConnectionError,
            "Reconnect",
            "The session is not authenticated, and the reconnect failed. " + TerminalText.OneLine(cause.ToString()),
            "Connect manually and start the run again; with -CheckpointPath it processes only the remaining items."
        );

    public static ErrorRecord HoldExpired(PaceWait wait)
    {
        string message = $"The maximum hold ({wait.Longest}) has passed, but its reason persists: {Describe(wait.Gate!)}. "
            + "The batch is run.";
        return Make(
            new TimeoutException(message), "HoldExpired", ErrorCategory.LimitsExceeded, wait.Reason, null,
            "With -ErrorAction Stop the run ends here instead. Increase -MaxHold to wait longer.");
    }

    public static ErrorRecord ReadingUnknown(PaceGate gate, ErrorRecord? cause)
    {
        string what = gate.Reason == HoldReason.Latency ? "The datastore latency" : "The number of this account's sessions";
        string message =
            $"{what} cannot be read{(cause is null ? "" : ": " + TerminalText.OneLine(cause.ToString()))}. "
            + "This alone does not hold a batch.";
        string action =
            gate.Reason == HoldReason.Latency
                ? "Run Test-DatastoreLatency separately, or use -LatencyProbe."
                : "Run Get-VcsaSession separately, or use -SessionProbe.";
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
            "Check the task in vCenter Server: Get-Task."
        );

    public static ErrorRecord NoLatencySource() =>
        Make(
            new InvalidOperationException("-LatencyThreshold needs datastores to measure, but Get-Datastore returned none."),
            "LatencySourceMissing",
            ErrorCategory.InvalidArgument,
            "LatencyThreshold",
            null,
            "Load and connect PowerCLI, or use -LatencyProbe { ... }."
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
            "A latency must be a number of milliseconds, zero or more."
        );

    public static ErrorRecord LatencyUnknown(DatastoreLatency result, TimeSpan recent)
    {
        string newest = result.Newest is DateTimeOffset time
            ? FormattableString.Invariant($"the newest is from {time:u}")
            : "there are no samples at all";
        return Make(
            new InvalidOperationException(
                $"{TerminalText.OneLine(result.Datastore)}: no latency sample within {recent}; {newest}. The verdict is Unknown."
            ),
            "LatencyUnknown",
            ErrorCategory.ObjectNotFound,
            result.Datastore,
            null,
            "Get newer samples (Get-Stat -Realtime on hosts), or increase -Recent."
        );
    }

    public static ErrorRecord NoSamples() =>
        Make(
            new InvalidOperationException("There was no input: no datastore and no sample."),
            "NoSamples",
            ErrorCategory.ObjectNotFound,
            "InputObject",
            null,
            "Check the output of Get-Datastore or Get-Stat."
        );

    public static ErrorRecord ThresholdsCross(double warn, double stop) =>
        Make(
            new ArgumentException(FormattableString.Invariant($"-WarnThreshold {warn} is over -StopThreshold {stop}.")),
            "ParameterOutOfRange",
            ErrorCategory.InvalidArgument,
            warn,
            null,
            "Use the lower value for -WarnThreshold."
        );

    /// <summary>Returns the reason why a gate is shut, as a sentence.</summary>
    public static string Describe(PaceGate gate)
    {
        string reading = gate.Reading is double value ? FormattableString.Invariant($"{value:0.#}") : "unknown";
        return gate.Reason == HoldReason.Latency
            ? FormattableString.Invariant(
                $"datastore latency {reading} ms, above {gate.ShutsOver:0.#} and not yet below {gate.OpensUnder:0.#} ms"
            )
            : FormattableString.Invariant($"{reading} sessions of this account, more than {gate.ShutsOver:0}");
    }
}
