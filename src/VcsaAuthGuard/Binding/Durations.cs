using System.Management.Automation;

namespace VcsaAuthGuard.Binding;

/// <summary>Reads durations in whatever form a pipeline has them.</summary>
internal static class Durations
{
    /// <summary>A time span, a number of milliseconds, text of either, or the Duration of an object; null where it is none of zero to a day.</summary>
    public static TimeSpan? Read(PSObject item)
    {
        object value = item.BaseObject;
        if (value is not (TimeSpan or string or IConvertible))
        {
            value = Properties.Get(item, "Duration") ?? value;
        }

        TimeSpan? duration =
            value is TimeSpan span ? span
            : value is IConvertible && LanguagePrimitives.TryConvertTo(value, out double milliseconds) ? FromMilliseconds(milliseconds)
            : value is string && LanguagePrimitives.TryConvertTo(value, out TimeSpan parsed) ? parsed
            : null;
        return duration >= TimeSpan.Zero && duration <= TimeSpan.FromDays(1) ? duration : null;
    }

    // TimeSpan.FromMilliseconds rounds to whole milliseconds on .NET Framework.
    private static TimeSpan? FromMilliseconds(double value) =>
        value is >= 0 and <= 86_400_000 ? new TimeSpan((long)Math.Round(value * TimeSpan.TicksPerMillisecond)) : null;
}
