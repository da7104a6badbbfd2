using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupJobs;

/// <summary>
/// Parses the status of a run. The words are in <c>ReportStatusWords.csv</c>, each with its source, and are compared without blanks and
/// punctuation. NetBackup's other status codes are failures, and Bareos has letters.
/// </summary>
internal static class ReportStatusWords
{
    private static readonly Dictionary<string, BackupJobRunStatus> Words = ReportData.Read("ReportStatusWords.csv").ToDictionary(
        row => ReportColumns.Normalize(row["Word"]!), row => EnumName.Parse<BackupJobRunStatus>(row["Status"]!));

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

        // Proxmox Backup: "WARNINGS: 2", "ERROR: connection reset".
        int colon = plain.IndexOf(':');
        string word = ReportColumns.Normalize(colon > 0 ? plain.Remove(colon) : plain);
        bool isCode = word.Length is > 0 and <= 4 && word.All(c => c is >= '0' and <= '9');
        return Words.TryGetValue(word, out BackupJobRunStatus status) ? status : isCode ? BackupJobRunStatus.Failed : null;
    }

    /// <summary>Gets the status of one of Bareos' letters, in which upper and lower case differ (Bareos manual, Catalog Tables).</summary>
    private static BackupJobRunStatus? ParseLetter(char letter) => letter switch
    {
        'T' or 'W' or 'D' => BackupJobRunStatus.Succeeded,
        'E' or 'e' or 'f' => BackupJobRunStatus.Failed,
        'A' or 'B' or 'C' or 'F' or 'I' or 'L' or 'M' or 'R' or 'S' => BackupJobRunStatus.Other,
        'a' or 'c' or 'd' or 'i' or 'j' or 'l' or 'm' or 'p' or 'q' or 's' or 't' => BackupJobRunStatus.Other,
        _ => null,
    };
}
