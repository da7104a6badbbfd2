namespace VcsaAuthGuard.Logs.Entries;

/// <summary>
/// Parses the ISO 8601 timestamps of vSphere logs: <c>2026-02-11T02:14:07.318Z</c>, with a space for the T, a comma for the dot, and any
/// offset or none.
/// </summary>
internal static class LogTimestamp
{
    /// <summary>A year beyond these is damage: no clock shows it, and times near the end of the calendar cannot be calculated
    /// with.</summary>
    private const int MinYear = 1970;
    private const int MaxYear = 2199;

    private const int SecondsEnd = 19; // yyyy-MM-ddTHH:mm:ss
    private const int UsualLength = 24; // yyyy-MM-ddTHH:mm:ss.fffZ

    // The date read last on this thread.
    [ThreadStatic]
    private static ulong s_date;

    [ThreadStatic]
    private static int s_day;

    [ThreadStatic]
    private static long s_midnight;

    /// <summary>Reads the timestamp that <paramref name="text"/> starts with; a blank, a bracket or the end follows it.</summary>
    /// <param name="text">Where the timestamp starts.</param>
    /// <param name="time">The time in UTC; a timestamp without an offset is taken as UTC.</param>
    /// <param name="length">How many bytes it takes.</param>
    /// <param name="hasOffset">Whether the log says which offset it is in.</param>
    /// <returns>Whether <paramref name="text"/> starts with a timestamp.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out DateTimeOffset time, out int length, out bool hasOffset)
    {
        if (TryReadUsual(text, out time))
        {
            length = UsualLength;
            hasOffset = true;
            return true;
        }

        length = 0;
        hasOffset = false;
        if (text.Length < SecondsEnd || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)' ')
            || text[13] != ':' || text[16] != ':'
            || !TryDigits(text, 0, 4, out int year) || !TryDigits(text, 5, 2, out int month) || !TryDigits(text, 8, 2, out int day)
            || !TryDigits(text, 11, 2, out int hour) || !TryDigits(text, 14, 2, out int minute) || !TryDigits(text, 17, 2, out int second)
            || year is < MinYear or > MaxYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
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

    /// <summary>Parses the usual form <c>2026-02-11T02:14:07.318Z</c>. The date is not parsed again while it stays the same.</summary>
    private static bool TryReadUsual(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (
            text.Length <= UsualLength
            || text[10] != 'T'
            || text[19] != '.'
            || text[23] != 'Z'
            || text[24] != ' '
            || text[13] != ':'
            || text[16] != ':'
        )
        {
            return false;
        }

        int hour = TwoDigits(text, 11);
        int minute = TwoDigits(text, 14);
        int second = TwoDigits(text, 17);
        int hundredths = TwoDigits(text, 20);
        uint last = (uint)(text[22] - '0');
        if ((uint)hour > 23 || (uint)minute > 59 || (uint)second > 59 || (uint)hundredths > 99 || last > 9)
        {
            return false;
        }

        ulong date = System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(text);
        int day = text[8] | (text[9] << 8);
        if (date != s_date || day != s_day || s_midnight == 0)
        {
            if (
                text[4] != '-'
                || text[7] != '-'
                || !TryDigits(text, 0, 4, out int year)
                || !TryDigits(text, 5, 2, out int month)
                || !TryDigits(text, 8, 2, out int dayOfMonth)
                || year is < MinYear or > MaxYear
                || month is < 1 or > 12
                || dayOfMonth < 1
                || dayOfMonth > DateTime.DaysInMonth(year, month)
            )
            {
                return false;
            }

            s_midnight = new DateTime(year, month, dayOfMonth, 0, 0, 0, DateTimeKind.Utc).Ticks;
            (s_date, s_day) = (date, day);
        }

        long milliseconds = (((((hour * 60L) + minute) * 60) + second) * 1000) + (hundredths * 10) + last;
        time = new DateTimeOffset(s_midnight + (milliseconds * TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
        return true;
    }

    /// <summary>Returns two digits as a number; over 99 if they are not digits.</summary>
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
    private static int TwoDigits(ReadOnlySpan<byte> text, int at)
    {
        uint tens = (uint)(text[at] - '0');
        uint ones = (uint)(text[at + 1] - '0');
        return tens > 9 || ones > 9 ? int.MaxValue : (int)((tens * 10) + ones);
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
