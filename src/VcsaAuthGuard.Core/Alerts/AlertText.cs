using System.Globalization;

namespace VcsaAuthGuard.Alerts;

/// <summary>Contains the search terms of the alert and its texts.</summary>
internal static class AlertText
{
    /// <summary>The message of the refusal: in the article's fault it is on a <c>--></c> line, together with the method.</summary>
    public const string Message = "The session is not authenticated";

    /// <summary>The method as in the article's log line.</summary>
    public const string Method = "fileManagement";

    /// <summary>The method as in the article's query.</summary>
    public const string LongMethod = "vim.NfcService.fileManagement";

    /// <summary>The fault's type, in the first line of an entry.</summary>
    public const string Fault = "vim.fault.NotAuthenticated";

    /// <summary>The address of the article.</summary>
    public const string Article = "https://knowledge.broadcom.com/external/article/440879";

    /// <summary>Gets the recommended action, in one sentence.</summary>
    public const string Recommendation =
        "Log in anew first; then keep backup and automation windows apart and work in batches (Get-VcsaDiagnosis names cause and "
        + "remedies); restart vmware-vpxd and vmware-envoy-hgw last.";

    /// <summary>The note on collectors that split entries, for queries with alternatives.</summary>
    public const string SplitNote =
        "One fault counts once, whether the collector keeps an entry together or splits it at its --> lines: "
        + "the article's message and method stand together on one --> line. "
        + "An entry that names vim.NfcService.fileManagement and vim.fault.NotAuthenticated in its header counts by the header. "
        + "Not the level: vpxd logs the fault as info.";

    /// <summary>The note on collectors that split entries, for queries whose conditions must all hold.</summary>
    public const string FlatSplitNote =
        "One fault counts once, whether the collector keeps an entry together or splits it at its --> lines: "
        + "the article's message and method stand together on one --> line. "
        + "An entry that names the method in its header only is missed where it is split; "
        + "so is the method within a longer word, such as a task's id. Not the level: vpxd logs the fault as info.";

    /// <summary>Returns the rule as a sentence.</summary>
    public static string Summary(AlertDefinition alert) =>
        FormattableString.Invariant($"More than {alert.Rule.Threshold} calls of fileManagement refused with NotAuthenticated ")
        + $"within {Span(alert.Rule.Period)} (KB 440879).";

    /// <summary>Returns a period in the notation of Prometheus, Loki, Splunk, Sigma and OpenSearch: 5m, 90s.</summary>
    public static string Span(TimeSpan period)
    {
        long seconds = period.Ticks / TimeSpan.TicksPerSecond;
        return seconds % 3600 == 0 ? Number(seconds / 3600) + "h"
            : seconds % 60 == 0 ? Number(seconds / 60) + "m"
            : Number(seconds) + "s";
    }

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns server names as a regular expression of RE2, in which only the dot requires an escape.</summary>
    public static string Alternatives(IEnumerable<string> servers) =>
        string.Join("|", servers.Select(server => server.Replace(".", "[.]")));

    /// <summary>Returns an id that depends on the text only.</summary>
    public static Guid CreateId(string text)
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
