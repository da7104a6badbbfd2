using System.Globalization;

namespace VcsaAuthGuard.Logs.Following;

/// <summary>Reads and writes the numbers in the names of logs (<c>vpxd-N.log</c>), which grow by one with each log.</summary>
internal static class LogNumbers
{
    /// <summary>Returns the number in a log's name; null if it has none, or one that counts backwards (<c>name.log.N</c>).</summary>
    public static long? Parse(string file) =>
        LogName.TryParse(file, out LogName name) && !name.IsActive && name.Number >= 0 ? name.Number : null;

    /// <summary>Returns the names of the logs with the numbers from one to another.</summary>
    /// <param name="file">The name of another log of the series.</param>
    /// <param name="first">The first number.</param>
    /// <param name="last">The last number.</param>
    public static string DescribeRange(string file, long first, long last) =>
        first == last ? WithNumber(file, first) : $"{WithNumber(file, first)} to {WithNumber(FileName(file), last)}";

    private static string FileName(string file) => file.Substring(file.LastIndexOfAny(['/', '\\']) + 1);

    private static string WithNumber(string file, long number)
    {
        string name = FileName(file);
        string folder = file.Substring(0, file.Length - name.Length);
        name = CompressedLogText.IsNamed(name) ? name.Substring(0, name.Length - CompressedLogText.Ending.Length) : name;
        string digits = Parse(file)!.Value.ToString(CultureInfo.InvariantCulture);
        int place = name.LastIndexOf(digits, StringComparison.Ordinal);
        return folder + name.Remove(place, digits.Length).Insert(place, number.ToString(CultureInfo.InvariantCulture));
    }
}
