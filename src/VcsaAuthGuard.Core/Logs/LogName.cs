using System.Globalization;

namespace VcsaAuthGuard.Logs;

/// <summary>
/// The name of a log on the appliance: <c>vpxd-N.log</c>, <c>vpxd-N.log.gz</c>, and <c>vpxd.log</c>, a link to the highest N, which is
/// the newest; the profiler's, Envoy's and the events' logs are named alike. <c>.log.N</c> is older with a higher N. The profiler's logs
/// come first, for they say whose sessions the others tell of; then they are ordered by folder, kind and name, oldest first.
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

    public bool IsActive => Number == Active;

    /// <summary>The logs that follow one another.</summary>
    public (string Folder, string Stem) Series => (Folder, Stem);

    /// <summary>Reads the name of a file or an archive's entry, with either kind of slash; false when it is none of the kinds
    /// wanted.</summary>
    public static bool TryParse(string path, LogKinds wanted, out LogName name) =>
        TryParse(path, out name) && (name.Kind & wanted) != LogKinds.None;

    /// <summary>The same for a log of any name; false when the name is no log's.</summary>
    public static bool TryParse(string path, out LogName name)
    {
        int slash = path.LastIndexOfAny(['/', '\\']);
        string folder = slash < 0 ? "" : path.Substring(0, slash);
        string file = path.Substring(slash + 1);
        file = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file.Substring(0, file.Length - 3) : file;
        name = default;
        if (!TryCutNumber(file, out string stem, out long number))
        {
            return false;
        }

        name = new(folder, KindOf(stem), stem, number);
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

    private static LogKinds KindOf(string stem)
    {
        bool StartsWith(string start) => stem.StartsWith(start, StringComparison.OrdinalIgnoreCase);
        return stem.Equals("vpxd", StringComparison.OrdinalIgnoreCase) ? LogKinds.Vpxd
            : stem.Equals("vpxd-profiler", StringComparison.OrdinalIgnoreCase) ? LogKinds.Profiler
            : StartsWith("envoy") || StartsWith("rhttpproxy") ? LogKinds.Envoy
            : StartsWith("events") || StartsWith("websso") || StartsWith("authz") ? LogKinds.Events
            : StartsWith("dnsmasq")
            || StartsWith("vmware-identity-sts")
            || StartsWith("ssoAdminServer")
            || StartsWith("vpxd-svcs")
            || StartsWith("endpoint")
            || StartsWith("vmon")
            || StartsWith("vmdird")
                ? LogKinds.Services
            : LogKinds.None;
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
            bool isRotated = behind[0] == '.' && TryReadNumber(behind.Substring(1), out number);
            number = -number;
            return isRotated;
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
