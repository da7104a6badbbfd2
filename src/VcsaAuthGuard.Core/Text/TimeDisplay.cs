namespace VcsaAuthGuard.Text;

/// <summary>
/// Holds the time zone in which sentences and tables show times. It applies to what the same thread writes until it is disposed; without
/// one, a time is shown with its own offset.
/// </summary>
internal sealed class TimeDisplay : IDisposable
{
    [ThreadStatic]
    private static TimeDisplay? _current;

    private readonly TimeDisplay? _outer = _current;
    private readonly Func<DateTimeOffset, DateTimeOffset> _convert;
    private readonly string _zone;

    private TimeDisplay(Func<DateTimeOffset, DateTimeOffset>? convert, string? zone)
    {
        _convert = convert ?? (time => time.ToUniversalTime());
        _zone = zone ?? "UTC";
        _current = this;
    }

    /// <summary>Gets the name of the time zone.</summary>
    public static string Zone => _current?._zone ?? "UTC";

    /// <summary>Shows times in a time zone.</summary>
    /// <param name="convert">Converts a time to the zone; null for UTC.</param>
    /// <param name="zone">The name of the zone; null for UTC.</param>
    public static IDisposable Use(Func<DateTimeOffset, DateTimeOffset>? convert, string? zone = null) => new TimeDisplay(convert, zone);

    /// <summary>Returns a time with the offset with which it is shown.</summary>
    public static DateTimeOffset Of(DateTimeOffset time) => _current is null ? time : _current._convert(time);

    /// <summary>Returns <c>UTC</c>, or <c>UTC+01:00</c>, for the offset of a time.</summary>
    public static string Suffix(DateTimeOffset shown) =>
        shown.Offset == TimeSpan.Zero ? "UTC" : FormattableString.Invariant($"UTC{shown:zzz}");

    public void Dispose() => _current = _outer;
}
