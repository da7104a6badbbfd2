using System.Globalization;

namespace VcsaAuthGuard.BackupJobs;

/// <summary>One run of a backup job for one VM, as a backup product's report exports it.</summary>
public sealed record JobRun
{
    private const string WriteTimes = "Write times as 2026-02-11T02:00:00Z, or with an offset.";

    private static readonly string[] JobNames = ["job", "jobname", "policy", "policyname", "jobpolicy", "sladomain", "subclient", "taskname", "task", "name"];
    private static readonly string[] VMNames = ["vm", "vmname", "virtualmachine", "objectname", "object", "virtualmachinename", "client", "clientname", "machine", "source"];
    private static readonly string[] StartNames = ["start", "starttime", "startdate", "started", "begin", "began", "begintime", "creationtime"];
    private static readonly string[] EndNames = ["end", "endtime", "ended", "finish", "finished", "finishtime", "stop", "stoptime", "completed", "completedtime"];
    private static readonly string[] StatusNames = ["status", "result", "jobstatus", "statuscode", "outcome", "state", "taskstatus"];
    private static readonly string[] MessageNames = ["message", "failurereason", "failuremessage", "reasonforfailure", "reason", "error", "errormessage", "errordescription", "details", "statedetails", "description"];
    private static readonly string[] DurationNames = ["duration", "elapsed", "elapsedtime", "runtime", "timetaken"];
    private static readonly (string Suffix, TimeSpan Unit)[] Units =
    [
        ("seconds", TimeSpan.FromSeconds(1)), ("sec", TimeSpan.FromSeconds(1)), ("s", TimeSpan.FromSeconds(1)),
        ("minutes", TimeSpan.FromMinutes(1)), ("min", TimeSpan.FromMinutes(1)), ("mins", TimeSpan.FromMinutes(1)),
        ("hours", TimeSpan.FromHours(1)), ("h", TimeSpan.FromHours(1)),
    ];

    private static readonly string[] GoodWords = ["success", "succeeded", "successful", "completed", "complete", "ok", "done", "warning", "warn", "successwithwarnings", "completedwithwarnings", "succeededwithwarnings", "completedwoneormorewarnings", "0"];

    private static readonly string[] BadWords = ["failed", "failure", "error", "fail", "partial", "partialsuccess", "partiallysuccessful", "partiallyfailed", "completedwitherrors", "completedwoneormoreerrors", "fatal"];
    private static readonly string[] OtherWords = ["canceled", "cancelled", "canceling", "cancelling", "skipped", "running", "inprogress", "active", "queued", "pending", "waiting", "suspended", "stopped", "killed", "aborted", "missed", "none", "idle", "unknown", "notrun", "notstarted", "1"];

    /// <summary>The job.</summary>
    public string Job { get; init; } = "";

    /// <summary>The VM; null when the report has none.</summary>
    public string? VM { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>When it ended: its start and duration where the report has no end, its start where it has neither.</summary>
    public DateTimeOffset End { get; init; }

    /// <summary>How it ended.</summary>
    public JobRunStatus Status { get; init; }

    /// <summary>What the product said; null when nothing.</summary>
    public string? Message { get; init; }

    /// <summary>Whether the message is the article's <c>Failed to refresh vCenter</c>.</summary>
    public bool IsRefreshFailure => Says("refresh vcenter");

    /// <summary>Whether the snapshot was taken and the data transfer failed, by the message.</summary>
    public bool IsTransferFailure => Says("nfc") || Says("data transfer") || Says("transfer failed") || Says("filemanagement") || Says("not authenticated") || Says("notauthenticated") || Says("after snapshot") || Says("snapshot was taken") || Says("snapshot taken");

    /// <summary>Whether the message tells of a refused login.</summary>
    public bool IsLoginFailure => Says("password") || Says("incorrect user name") || Says("login failed") || Says("cannot log") || Says("could not log") || Says("failed to log") || Says("invalid login") || Says("invalidlogin") || Says("credential") || Says("authentication failed");

    /// <summary>Whether the message tells of a host that does not answer.</summary>
    public bool IsHostFailure => Says("host") && (Says("not respond") || Says("unreachable") || Says("disconnected") || Says("connection to the host") || Says("no route") || Says("timed out") || Says("could not connect") || Says("cannot connect"));

    /// <summary>A column's name without blanks, dots and the like: <c>Start Time</c>, <c>start_time</c> and <c>StartTime</c> are one.</summary>
    /// <param name="name">The name as written.</param>
    public static string NormalizeName(string name) => new([.. (name ?? "").Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    /// <summary>Makes a run of a report's row.</summary>
    /// <param name="field">The text of a column by its <see cref="NormalizeName"/>; null where there is none.</param>
    /// <param name="wrong">What is wrong, in a sentence; null when nothing is.</param>
    /// <returns>The run; null when the row is none.</returns>
    public static JobRun? TryRead(Func<string, string?> field, out string? wrong)
    {
        string? Find(string[] names) => names.Select(field).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text))?.Trim();

        wrong = null;
        string? start = Find(StartNames);
        string? end = Find(EndNames);
        string? status = Find(StatusNames);
        TimeSpan? duration = FindDuration(field, out string? durationText);
        DateTimeOffset ended = default;
        if (start is null)
        {
            wrong = "It has no start (a column such as Start or Start Time).";
        }
        else if (!JobTime.TryRead(start, out DateTimeOffset started, out string? why))
        {
            wrong = $"Its start '{start}' {why}. {WriteTimes}";
        }
        else if (end is not null && !JobTime.TryRead(end, out ended, out why))
        {
            wrong = $"Its end '{end}' {why}. {WriteTimes}";
        }
        else if (end is null && duration is null)
        {
            wrong = $"Its duration '{durationText}' has no unit that is known here. Write it as 01:02:03.";
        }
        else if ((ended = end is null ? started + duration!.Value : ended) < started)
        {
            wrong = $"It ends ({end}) before it starts ({start}).";
        }
        else if (status is null)
        {
            wrong = "It has no status (a column such as Status or Result).";
        }
        else if (StatusOf(status) is not JobRunStatus known)
        {
            wrong = $"Its status '{status}' is not known here. Write Success, Warning, Failed or Canceled.";
        }
        else
        {
            return new() { Job = Find(JobNames) ?? "", VM = Find(VMNames), Start = started, End = ended, Status = known, Message = Find(MessageNames) };
        }

        return null;
    }

    /// <summary>Whether there is a column for each thing that a run needs.</summary>
    /// <param name="names">The columns' names, by <see cref="NormalizeName"/>.</param>
    internal static bool HasNeeded(ICollection<string> names) => StartNames.Any(names.Contains) && StatusNames.Any(names.Contains);

    /// <summary>The duration, zero where there is none; null, and its text, where it cannot be read.</summary>
    private static TimeSpan? FindDuration(Func<string, string?> field, out string? text)
    {
        foreach (string name in DurationNames)
        {
            foreach ((string suffix, TimeSpan? unit) in Units.Select(unit => (unit.Suffix, (TimeSpan?)unit.Unit)).Prepend(("", null)))
            {
                text = field(name + suffix)?.Trim();
                if (!string.IsNullOrEmpty(text))
                {
                    return JobTime.Duration(text!, unit);
                }
            }
        }

        text = null;
        return TimeSpan.Zero;
    }

    private static JobRunStatus? StatusOf(string text)
    {
        string word = NormalizeName(text);

        // NetBackup has numbers: 0 went well, 1 in part, others failed.
        bool isCode = word.Length is > 0 and <= 4 && word.All(c => c is >= '0' and <= '9');
        return Array.IndexOf(GoodWords, word) >= 0 ? JobRunStatus.Succeeded
            : Array.IndexOf(OtherWords, word) >= 0 ? JobRunStatus.Other
            : isCode || Array.IndexOf(BadWords, word) >= 0 ? JobRunStatus.Failed
            : null;
    }

    private bool Says(string words) => Message is not null && CultureInfo.InvariantCulture.CompareInfo.IndexOf(Message, words, CompareOptions.OrdinalIgnoreCase) >= 0;
}
