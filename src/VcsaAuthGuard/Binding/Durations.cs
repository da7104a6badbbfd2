using System.Management.Automation;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Binding;

/// <summary>Reads measured durations in the forms a pipeline has them.</summary>
internal static class Durations
{
    /// <summary>
    /// Reads a time span, a number of milliseconds, text of either, or the Duration property of an object; null for anything else and
    /// for what is not between zero and a day.
    /// </summary>
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
            : value is string text && DurationText.TryParse(text, out TimeSpan parsed) ? parsed
            : null;
        return duration >= TimeSpan.Zero && duration <= TimeSpan.FromDays(1) ? duration : null;
    }

    // TimeSpan.FromMilliseconds rounds to whole milliseconds on .NET Framework.
    private static TimeSpan? FromMilliseconds(double value) =>
        value is >= 0 and <= 86_400_000 ? new TimeSpan((long)Math.Round(value * TimeSpan.TicksPerMillisecond)) : null;
}
