using System.Globalization;

namespace VcsaAuthGuard.Alerts;

/// <summary>The words that an alert looks for, and what it says of itself.</summary>
internal static class AlertText
{
    /// <summary>The refusal in words: in the article's fault it stands on a <c>--></c> line, with the method.</summary>
    public const string Message = "The session is not authenticated";

    /// <summary>The method as the article's own line has it; the form below ends in it.</summary>
    public const string Method = "fileManagement";

    /// <summary>The method as the article's query has it (facts, trap 2).</summary>
    public const string LongMethod = "vim.NfcService.fileManagement";

    /// <summary>The fault's type: in the header of an entry.</summary>
    public const string Fault = "vim.fault.NotAuthenticated";

    /// <summary>The article.</summary>
    public const string Article = "https://knowledge.broadcom.com/external/article/440879";

    /// <summary>What to do, in a sentence.</summary>
    public const string Recommendation = "Log in anew first; then keep backup and automation windows apart and work in batches (Get-VcsaDiagnosis names cause and remedies); restart vmware-vpxd and vmware-envoy-hgw last.";

    /// <summary>How collectors that split entries are met, where the query can say "or".</summary>
    public const string SplitNote = "One fault counts once, whether the collector keeps an entry together or splits it at its --> lines: the article's message and method stand together on one --> line. "
        + "An entry that names vim.NfcService.fileManagement and vim.fault.NotAuthenticated in its header counts by the header. Not the level: vpxd logs the fault as info.";

    /// <summary>The same, where all conditions must hold together.</summary>
    public const string FlatSplitNote = "One fault counts once, whether the collector keeps an entry together or splits it at its --> lines: the article's message and method stand together on one --> line. "
        + "An entry that names the method in its header only is missed where it is split; so is the method within a longer word, such as a task's id. Not the level: vpxd logs the fault as info.";

    /// <summary>The rule in words.</summary>
    public static string Summary(AlertDefinition alert) => FormattableString.Invariant($"More than {alert.Rule.Threshold} calls of fileManagement refused with NotAuthenticated within {Span(alert.Rule.Period)} (KB 440879).");

    /// <summary>A period as Prometheus, Loki, Splunk, Sigma and OpenSearch's date math all write it: 5m, 90s.</summary>
    public static string Span(TimeSpan period)
    {
        long seconds = period.Ticks / TimeSpan.TicksPerSecond;
        return seconds % 3600 == 0 ? Number(seconds / 3600) + "h"
            : seconds % 60 == 0 ? Number(seconds / 60) + "m"
            : Number(seconds) + "s";
    }

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Servers' names as a regular expression in RE2; the names have only the dot to escape.</summary>
    public static string Alternatives(IEnumerable<string> servers) => string.Join("|", servers.Select(server => server.Replace(".", "[.]")));

    /// <summary>An id made from text: the same text has the same.</summary>
    public static Guid IdOf(string text)
    {
        // FNV-1a twice, with two starts: an id to tell alerts apart, not to protect anything.
        byte[] id = new byte[16];
        BitConverter.GetBytes(Hash(text, 14695981039346656037)).CopyTo(id, 0);
        BitConverter.GetBytes(Hash(text, 1099511628211)).CopyTo(id, 8);
        id[7] = (byte)((id[7] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id);
    }

    private static ulong Hash(string text, ulong start)
    {
        ulong hash = start;
        foreach (char c in text)
        {
            hash = unchecked((hash ^ c) * 1099511628211);
        }

        return hash;
    }
}
