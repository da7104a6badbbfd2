using System.Globalization;

namespace VcsaAuthGuard.Benchmarks;

/// <summary>Sizes as people write them.</summary>
internal static class ByteSize
{
    public const long Mebibyte = 1L << 20;
    public const long Gibibyte = 1L << 30;

    public static bool TryParse(string text, out long bytes)
    {
        (long unit, int suffix) =
            text.EndsWith("GiB", StringComparison.OrdinalIgnoreCase) ? (Gibibyte, 3)
            : text.EndsWith("MiB", StringComparison.OrdinalIgnoreCase) ? (Mebibyte, 3)
            : (1, 0);
        bool isNumber = decimal.TryParse(
            text.AsSpan(0, text.Length - suffix), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number);
        decimal size = isNumber ? number * unit : 0;
        bytes = size is >= Mebibyte and <= 1024 * Gibibyte ? (long)size : 0;
        return bytes > 0;
    }

    public static string Format(long bytes) => bytes >= Gibibyte
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)Gibibyte:0.##} GiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)Mebibyte:0.#} MiB");
}
