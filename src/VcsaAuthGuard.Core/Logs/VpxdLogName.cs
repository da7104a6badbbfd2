using System.Globalization;

namespace VcsaAuthGuard.Logs;

/// <summary>
/// The names of vpxd's own logs: <c>vpxd-N.log</c>, <c>vpxd-N.log.gz</c>, and <c>vpxd.log</c>, a link to the highest N, which is
/// the newest. Profiler and alert logs have other names. Ordered by folder, then oldest first.
/// </summary>
internal readonly record struct VpxdLogName(string Folder, long Number) : IComparable<VpxdLogName>
{
    /// <summary>The number of <c>vpxd.log</c>: newer than any.</summary>
    public const long Active = long.MaxValue;

    public bool IsActive => Number == Active;

    /// <summary>Reads the name of a file or an archive's entry, with either kind of slash.</summary>
    public static bool TryParse(string path, out VpxdLogName name)
    {
        int slash = path.LastIndexOfAny(['/', '\\']);
        string folder = slash < 0 ? "" : path.Substring(0, slash);
        string file = path.Substring(slash + 1);
        name = default;
        if (file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            file = file.Substring(0, file.Length - 3);
        }

        if (!file.StartsWith("vpxd", StringComparison.OrdinalIgnoreCase) || !file.EndsWith(".log", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        string between = file.Substring(4, file.Length - 8);
        if (between.Length == 0)
        {
            name = new(folder, Active);
            return true;
        }

        // "-N" is read as a whole, as a number below or at zero: netstandard2.0 has no parsing of a part of a string.
        if (between[0] != '-' || !long.TryParse(between, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long negative))
        {
            return false;
        }

        name = new(folder, -negative);
        return true;
    }

    public int CompareTo(VpxdLogName other)
    {
        int folder = string.CompareOrdinal(Folder, other.Folder);
        return folder != 0 ? folder : Number.CompareTo(other.Number);
    }
}
