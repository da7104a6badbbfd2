using System.Globalization;

namespace VcsaAuthGuard.Diagnosis;

/// <summary>One run of a backup job for one VM, as a backup product's report exports it.</summary>
public sealed record JobRun
{
    private static readonly string[] JobNames = ["job", "jobname", "policy", "policyname", "sladomain", "taskname", "task", "name"];
    private static readonly string[] VMNames = ["vm", "vmname", "virtualmachine", "objectname", "object", "client", "clientname", "machine", "source"];
    private static readonly string[] StartNames = ["start", "starttime", "started", "begin", "began", "creationtime"];
    private static readonly string[] EndNames = ["end", "endtime", "ended", "finish", "finished", "finishtime", "stop", "stoptime", "completed", "completedtime"];
    private static readonly string[] StatusNames = ["status", "result", "state", "outcome", "jobstatus", "taskstatus"];
    private static readonly string[] MessageNames = ["message", "failurereason", "reason", "error", "errormessage", "details", "description", "failuremessage"];
    private static readonly string[] GoodWords = ["success", "succeeded", "completed", "complete", "ok", "done", "warning", "completedwithwarnings", "succeededwithwarnings", "successful"];
    private static readonly string[] BadWords = ["failed", "failure", "error", "fail", "partial", "partiallyfailed", "completedwitherrors", "fatal"];

    /// <summary>The job.</summary>
    public string Job { get; init; } = "";

    /// <summary>The VM; null when the report has none.</summary>
    public string? VM { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>When it ended; its start, when the report does not tell.</summary>
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
        if (!TryTime(start, out DateTimeOffset started))
        {
            wrong = start is null ? "It has no start (a column such as Start or Start Time)." : $"Its start '{start}' is not a time.";
        }
        else if (!TryTime(end ?? start, out DateTimeOffset ended))
        {
            wrong = $"Its end '{end}' is not a time.";
        }
        else if (ended < started)
        {
            wrong = $"It ends ({end}) before it starts ({start}).";
        }
        else if (status is null)
        {
            wrong = "It has no status (a column such as Status or Result).";
        }
        else
        {
            return new() { Job = Find(JobNames) ?? "", VM = Find(VMNames), Start = started, End = ended, Status = StatusOf(status), Message = Find(MessageNames) };
        }

        return null;
    }

    private static bool TryTime(string? text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    private static JobRunStatus StatusOf(string text)
    {
        string word = NormalizeName(text);
        return Array.IndexOf(GoodWords, word) >= 0 ? JobRunStatus.Succeeded : Array.IndexOf(BadWords, word) >= 0 ? JobRunStatus.Failed : JobRunStatus.Other;
    }

    private bool Says(string words) => Message is not null && CultureInfo.InvariantCulture.CompareInfo.IndexOf(Message, words, CompareOptions.IgnoreCase) >= 0;
}
