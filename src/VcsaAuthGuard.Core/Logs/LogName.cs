using System.Globalization;

namespace VcsaAuthGuard.Logs;

/// <summary>
/// Represents the name of a log on the appliance: <c>vpxd-N.log</c>, <c>vpxd-N.log.gz</c>, and <c>vpxd.log</c>, a link to the newest log,
/// which has the highest N. The profiler's, Envoy's and the events' logs are named alike; of <c>.log.N</c> the highest N is the oldest.
/// The order is the profiler's logs first, because they name the owners of the sessions in the others, then by folder, kind and name,
/// oldest first.
/// </summary>
/// <param name="Folder">The folder, as written.</param>
/// <param name="Kind">What it logs.</param>
/// <param name="Stem">The name without number and ending.</param>
/// <param name="Number">Its place among the logs of that stem.</param>
internal readonly record struct LogName(string Folder, LogKinds Kind, string Stem, long Number) : IComparable<LogName>
{
    /// <summary>The number of a log without one: newer than any.</summary>
    public const long Active = long.MaxValue;

    private const string Ending = ".log";

    /// <summary>The endings of compressed logs. Those that cannot be read are found by name too, so that they are reported.</summary>
    private static readonly string[] PackedEndings = [".gz", ".bz2", ".xz", ".zst"];

    /// <summary>
    /// The names of logs that are read, without number and ending. The alerts of vpxd (<c>vpxd-alert.log</c>) repeat entries of its own log
    /// and are therefore of no kind.
    /// </summary>
    private static readonly (LogKinds Kind, string Name, bool IsStart)[] Stems =
    [
        (LogKinds.Vpxd, "vpxd", false),
        (LogKinds.Profiler, "vpxd-profiler", false),
        (LogKinds.Envoy, "envoy", true),
        (LogKinds.Envoy, "rhttpproxy", true),
        (LogKinds.Events, "events", true),
        (LogKinds.Events, "audit_events", true),
        (LogKinds.Events, "websso", true),
        (LogKinds.Events, "authz", true),
        (LogKinds.Endpoint, "endpoint", true),
        (LogKinds.Services, "dnsmasq", true),
        (LogKinds.Services, "vpxd-svcs", true),
        (LogKinds.Services, "vmon", true),
        (LogKinds.Services, "vmdird", true),
        (LogKinds.Services, "vmware-identity-sts", true),
        (LogKinds.Services, "vmware-sts", true),
        (LogKinds.Services, "ssoAdminServer", true),
    ];

    /// <summary>The folders all of whose logs are of one kind, whatever they are called.</summary>
    private static readonly (LogKinds Kind, string Name)[] Folders =
    [
        (LogKinds.Envoy, "envoy"),
        (LogKinds.Envoy, "envoy-hgw"),
        (LogKinds.Envoy, "envoy-sidecar"),
        (LogKinds.Envoy, "envoy-system-proxy"),
        (LogKinds.Envoy, "rhttpproxy"),
        (LogKinds.Events, "sso"),
        (LogKinds.Events, "sso-events"),
        (LogKinds.Endpoint, "endpoint"),
    ];

    public bool IsActive => Number == Active;

    /// <summary>Gets the series of consecutive logs that the log belongs to.</summary>
    public (string Folder, string Stem) Series => (Folder, Stem);

    /// <summary>Reads the name of a file or an archive's entry, with either kind of slash; false if it is none of the kinds
    /// wanted.</summary>
    public static bool TryParse(string path, LogKinds wanted, out LogName name) =>
        TryParse(path, out name) && (name.Kind & wanted) != LogKinds.None;

    /// <summary>Parses the path of a log with any name; returns false if the name is no log's.</summary>
    public static bool TryParse(string path, out LogName name)
    {
        int slash = path.LastIndexOfAny(['/', '\\']);
        string folder = slash < 0 ? "" : path.Substring(0, slash);
        string file = path.Substring(slash + 1);
        string? packed = Array.Find(PackedEndings, ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
        file = packed is null ? file : file.Substring(0, file.Length - packed.Length);
        name = default;
        if (!TryCutNumber(file, out string stem, out long number))
        {
            return false;
        }

        name = new(folder, KindOf(folder.Substring(folder.LastIndexOfAny(['/', '\\']) + 1), stem), stem, number);
        return true;
    }

    public int CompareTo(LogName other)
    {
        int order = (other.Kind == LogKinds.Profiler).CompareTo(Kind == LogKinds.Profiler);
        order = order != 0 ? order : string.CompareOrdinal(Folder, other.Folder);
        order = order != 0 ? order : Kind.CompareTo(other.Kind);
        order = order != 0 ? order : string.CompareOrdinal(Stem, other.Stem);
        return order != 0 ? order : Number.CompareTo(other.Number);
    }

    /// <summary>Returns the kind of a log by the names that the appliance gives its logs and their folders.</summary>
    private static LogKinds KindOf(string folder, string stem)
    {
        foreach ((LogKinds kind, string name, bool isStart) in Stems)
        {
            bool isFound = isStart
                ? stem.StartsWith(name, StringComparison.OrdinalIgnoreCase)
                : stem.Equals(name, StringComparison.OrdinalIgnoreCase);
            if (isFound)
            {
                return kind;
            }
        }

        return Array.Find(Folders, known => folder.Equals(known.Name, StringComparison.OrdinalIgnoreCase)).Kind;
    }

    /// <summary>Takes <c>vpxd-8.log</c>, <c>envoy.log.2</c> and the like apart.</summary>
    private static bool TryCutNumber(string file, out string stem, out long number)
    {
        int ending = file.LastIndexOf(Ending, StringComparison.OrdinalIgnoreCase);
        stem = ending <= 0 ? "" : file.Substring(0, ending);
        number = Active;
        if (ending <= 0)
        {
            return false;
        }

        string behind = file.Substring(ending + Ending.Length);
        if (behind.Length > 0)
        {
            // logrotate puts the date there, of which the higher is newer, or a number, of which the higher is older.
            const int DateLength = 8;
            const long AfterAnyDate = 1_000_000_000_000;
            bool isDate = behind[0] == '-' && behind.Length > DateLength;
            bool isRotated = (behind[0] == '.' || isDate) && TryReadNumber(behind.Substring(1), out number);
            number = isDate ? number - AfterAnyDate : -number;
            return isRotated && (number < 0 || !isDate);
        }

        int dash = stem.LastIndexOf('-');
        if (dash > 0 && TryReadNumber(stem.Substring(dash + 1), out long own))
        {
            number = own;
            stem = stem.Substring(0, dash);
        }

        return true;
    }

    private static bool TryReadNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
