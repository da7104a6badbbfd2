using System.Globalization;

namespace VcsaAuthGuard.Benchmarks;

/// <summary>Two sides did not do the same work, or a program failed: there is no ratio to tell.</summary>
internal sealed class MeasureFailedException(string message) : Exception(message);

/// <summary>Guards that no ratio compares different work.</summary>
internal static class Check
{
    public static void Equal(string what, long value, string other, long expected)
    {
        if (value != expected)
        {
            throw new MeasureFailedException(string.Create(CultureInfo.InvariantCulture, $"{what}: {value:N0}, {other}: {expected:N0}"));
        }
    }

    public static void AtLeast(string what, long value, string other, long least)
    {
        if (value < Math.Max(1, least))
        {
            throw new MeasureFailedException(string.Create(CultureInfo.InvariantCulture, $"{what}: {value:N0}, {other}: {least:N0}"));
        }
    }
}
