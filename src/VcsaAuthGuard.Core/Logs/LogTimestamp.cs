namespace VcsaAuthGuard.Logs;

/// <summary>The ISO 8601 timestamps of vSphere logs: <c>2026-02-11T02:14:07.318Z</c>, a space for the T, a comma for the dot, any offset or none.</summary>
internal static class LogTimestamp
{
    private const int SecondsEnd = 19; // yyyy-MM-ddTHH:mm:ss

    /// <summary>Reads the timestamp that <paramref name="text"/> starts with; a blank, a bracket or the end follows it.</summary>
    /// <param name="text">Where the timestamp starts.</param>
    /// <param name="time">The time in UTC; a timestamp without an offset is taken as UTC.</param>
    /// <param name="length">How many bytes it takes.</param>
    /// <param name="hasOffset">Whether the log says which offset it is in.</param>
    /// <returns>Whether <paramref name="text"/> starts with a timestamp.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out DateTimeOffset time, out int length, out bool hasOffset)
    {
        time = default;
        length = 0;
        hasOffset = false;
        if (text.Length < SecondsEnd || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)' ')
            || text[13] != ':' || text[16] != ':'
            || !TryDigits(text, 0, 4, out int year) || !TryDigits(text, 5, 2, out int month) || !TryDigits(text, 8, 2, out int day)
            || !TryDigits(text, 11, 2, out int hour) || !TryDigits(text, 14, 2, out int minute) || !TryDigits(text, 17, 2, out int second)
            || year == 0 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        int end = SecondsEnd;
        long ticks = ReadFraction(text, ref end);
        int offsetMinutes = ReadOffset(text, ref end, out hasOffset);

        ticks += new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks - (offsetMinutes * TimeSpan.TicksPerMinute);
        bool isWhole = end == text.Length || text[end] is (byte)' ' or (byte)'\t' or (byte)']' or (byte)'\r';
        if (!isWhole || ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        length = end;
        return true;
    }

    private static long ReadFraction(ReadOnlySpan<byte> text, ref int end)
    {
        if (end + 1 >= text.Length || text[end] is not ((byte)'.' or (byte)',') || !Bytes.IsDigit(text[end + 1]))
        {
            return 0;
        }

        long ticks = 0;
        long unit = TimeSpan.TicksPerSecond / 10;
        for (end++; end < text.Length && Bytes.IsDigit(text[end]); end++)
        {
            ticks += (text[end] - '0') * unit;
            unit /= 10;
        }

        return ticks;
    }

    private static int ReadOffset(ReadOnlySpan<byte> text, ref int end, out bool hasOffset)
    {
        hasOffset = false;
        if (end < text.Length && text[end] == 'Z')
        {
            end++;
            hasOffset = true;
            return 0;
        }

        if (end + 5 > text.Length || text[end] is not ((byte)'+' or (byte)'-') || !TryDigits(text, end + 1, 2, out int hours))
        {
            return 0;
        }

        int colon = text[end + 3] == ':' ? 1 : 0;
        if (!TryDigits(text, end + 3 + colon, 2, out int minutes) || hours > 14 || minutes > 59)
        {
            return 0;
        }

        hasOffset = true;
        int total = (hours * 60) + minutes;
        int sign = text[end] == '-' ? -1 : 1;
        end += 5 + colon;
        return sign * total;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, int start, int count, out int value)
    {
        value = 0;
        if (start + count > text.Length)
        {
            return false;
        }

        for (int i = start; i < start + count; i++)
        {
            if (!Bytes.IsDigit(text[i]))
            {
                return false;
            }

            value = (value * 10) + (text[i] - '0');
        }

        return true;
    }
}
