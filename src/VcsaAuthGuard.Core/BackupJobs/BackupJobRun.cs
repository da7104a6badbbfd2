using System.Globalization;

namespace VcsaAuthGuard.BackupJobs;

/// <summary>Represents one run of a backup job, for one VM where the report has a row for each VM.</summary>
public sealed record BackupJobRun
{
    /// <summary>Gets the name of the job or policy; empty if the report has none.</summary>
    public string Job { get; init; } = "";

    /// <summary>Gets the name of the VM; null if the report has none.</summary>
    public string? VM { get; init; }

    /// <summary>Gets the time at which the run started.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>Gets the time that the run took; null if the report has neither an end nor a duration.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Gets the time at which the run ended; its start where the duration is not known.</summary>
    public DateTimeOffset End => Start + (Duration ?? TimeSpan.Zero);

    /// <summary>Gets how the run ended.</summary>
    public BackupJobRunStatus Status { get; init; }

    /// <summary>Gets the product's message; null if there is none.</summary>
    public string? Message { get; init; }

    /// <summary>Gets the number of VMs of the run; null if it is not known.</summary>
    public int? VMCount { get; init; }

    /// <summary>Gets the name of the vCenter Server; null if the report has none.</summary>
    public string? Server { get; init; }

    /// <summary>Gets whether the report's times have no time zone and none was given, so that they were taken as UTC.</summary>
    public bool IsTimeZoneAssumed { get; init; }

    /// <summary>Gets whether the message is the <c>Failed to refresh vCenter</c> of KB 440879.</summary>
    public bool IsRefreshFailure => HasWords("refresh vcenter");

    /// <summary>Gets whether the message says that the data transfer failed after the snapshot was taken.</summary>
    public bool IsTransferFailure => HasAny(
        "nfc", "data transfer", "transfer failed", "filemanagement", "not authenticated", "notauthenticated", "after snapshot",
        "snapshot was taken", "snapshot taken");

    /// <summary>Gets whether the message says that a login was refused.</summary>
    public bool IsLoginFailure => HasAny(
        "password", "incorrect user name", "login failed", "cannot log", "could not log", "failed to log", "invalid login", "invalidlogin",
        "credential", "authentication failed");

    /// <summary>Gets whether the message says that a host does not answer.</summary>
    public bool IsHostFailure => HasWords("host") && HasAny(
        "not respond", "unreachable", "disconnected", "connection to the host", "no route", "timed out", "could not connect",
        "cannot connect");

    private bool HasAny(params string[] words) => words.Any(HasWords);

    private bool HasWords(string words) =>
        Message is not null && CultureInfo.InvariantCulture.CompareInfo.IndexOf(Message, words, CompareOptions.OrdinalIgnoreCase) >= 0;
}
