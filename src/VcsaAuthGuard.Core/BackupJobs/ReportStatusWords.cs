namespace VcsaAuthGuard.BackupJobs;

/// <summary>
/// Contains the status words of job reports, without blanks and punctuation. Sources: Commvault's job statuses as its SDK cvpysdk lists
/// them; Rubrik CDM (Succeeded, Failed, Canceled, Partially Succeeded); Cohesity's REST API (kSuccess, kFailure, kWarning, kCanceled,
/// kRunning); AWS Backup's DescribeBackupJob (CREATED, PENDING, RUNNING, ABORTING, ABORTED, COMPLETED, FAILED, EXPIRED, PARTIAL); Azure
/// Backup (Completed, CompletedWithWarnings, Failed, InProgress, Cancelled); NetBackup's status codes (0 successful, 1 partially
/// successful, 150 terminated by the administrator); Bareos' job status letters; Proxmox Backup (OK, WARNINGS: n).
/// </summary>
internal static class ReportStatusWords
{
    private static readonly string[] Succeeded =
    [
        "success", "succeeded", "successful", "completed", "complete", "ok", "done", "warning", "warnings", "warn", "successwithwarnings",
        "completedwithwarnings", "completedwithwarning", "succeededwithwarnings", "completedwoneormorewarnings", "committed", "ksuccess",
        "kwarning", "ksucceeded", "ksucceededwithwarning", "0",
        "erfolg", "erfolgreich", "warnung", "succès", "réussi", "réussite", "avertissement", "éxito", "correcto", "advertencia",
    ];

    private static readonly string[] Failed =
    [
        "failed", "failure", "error", "fail", "partial", "partialsuccess", "partiallysuccessful", "partiallysucceeded", "partiallyfailed",
        "completedwitherrors", "completedwoneormoreerrors", "failedtostart", "fatal", "expired", "kfailure", "kfailed",
        "fehler", "fehlgeschlagen", "échec", "échoué", "erreur", "fallido", "fallo",
    ];

    private static readonly string[] Other =
    [
        "canceled", "cancelled", "canceling", "cancelling", "skipped", "running", "inprogress", "active", "queued", "pending", "waiting",
        "suspended", "suspendpending", "stopped", "killed", "killpending", "killpendingbysystem", "systemkilled", "aborted", "aborting",
        "missed", "none", "idle", "unknown", "notrun", "notstarted", "noschedule", "delayed", "danglingcleanup", "created", "accepted",
        "kcanceled", "kcanceling", "krunning", "kaccepted", "kpaused", "kskipped", "kmissed", "kqueued", "1", "150",
        "abgebrochen", "annulé", "cancelado",
    ];

    /// <summary>Gets the status that a text means; null for a text that is not known. A code in brackets behind a word is no part of
    /// it.</summary>
    public static BackupJobRunStatus? Parse(string text)
    {
        int open = text.IndexOf('(');
        string plain = (open > 0 ? text.Remove(open) : text).Trim();
        if (plain.Length == 1 && char.IsLetter(plain[0]))
        {
            return ParseLetter(plain[0]);
        }

        string word = ReportColumns.Normalize(plain.StartsWith("WARNINGS:", StringComparison.OrdinalIgnoreCase) ? "warnings" : plain);
        bool isCode = word.Length is > 0 and <= 4 && word.All(c => c is >= '0' and <= '9');
        return Array.IndexOf(Succeeded, word) >= 0 ? BackupJobRunStatus.Succeeded
            : Array.IndexOf(Other, word) >= 0 ? BackupJobRunStatus.Other
            : isCode || Array.IndexOf(Failed, word) >= 0 ? BackupJobRunStatus.Failed
            : null;
    }

    /// <summary>Gets the status of one of Bareos' letters, in which upper and lower case differ.</summary>
    private static BackupJobRunStatus? ParseLetter(char letter) =>
        letter switch
        {
            'T' or 'W' or 'D' => BackupJobRunStatus.Succeeded,
            'E' or 'e' or 'f' => BackupJobRunStatus.Failed,
            'A'
            or 'B'
            or 'C'
            or 'F'
            or 'I'
            or 'L'
            or 'M'
            or 'R'
            or 'S'
            or 'a'
            or 'c'
            or 'd'
            or 'i'
            or 'j'
            or 'l'
            or 'm'
            or 'p'
            or 'q'
            or 's'
            or 't' => BackupJobRunStatus.Other,
            _ => null,
        };
}
