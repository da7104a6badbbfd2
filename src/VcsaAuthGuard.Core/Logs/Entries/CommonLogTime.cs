using System.Globalization;

namespace VcsaAuthGuard.Logs.Entries;

/// <summary>Reads the time of the Common Log Format, as Jetty and Tomcat write access logs: <c>[11/Feb/2026:02:14:07 +0000]</c>.</summary>
internal static class CommonLogTime
{
    /// <summary>Reads the time that stands in front of the quoted request.</summary>
    /// <param name="before">The line up to the request.</param>
    /// <param name="time">The time.</param>
    public static bool TryRead(ReadOnlySpan<byte> before, out DateTimeOffset time)
    {
        time = default;
        before = before.EndsWith("\""u8) ? Bytes.Trim(before.Slice(0, before.Length - 1)) : before;
        int open = before.EndsWith("]"u8) ? before.LastIndexOf((byte)'[') : -1;
        return open >= 0 && DateTimeOffset.TryParseExact(
            Bytes.ToText(before.Slice(open + 1, before.Length - open - 2)),
            "dd/MMM/yyyy:HH:mm:ss zzz",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal,
            out time);
    }
}
