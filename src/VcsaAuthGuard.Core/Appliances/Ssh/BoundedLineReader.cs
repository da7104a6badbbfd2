using System.Text;

namespace VcsaAuthGuard.Appliances.Ssh;

/// <summary>Reads lines of bounded length: an over-long line is passed on in parts, so memory does not depend on it.</summary>
internal sealed class BoundedLineReader(TextReader reader, int maxLength = BoundedLineReader.DefaultMaxLength)
{
    /// <summary>The longest line that is expected is a part of a log (4 MiB, see FollowLogs.sh) in base64.</summary>
    private const int DefaultMaxLength = 8 << 20;

    private readonly char[] _buffer = new char[8192];
    private int _start;
    private int _end;

    /// <summary>Returns the next line, or the next piece of an over-long one; null at the end.</summary>
    public async Task<string?> ReadAsync()
    {
        StringBuilder? line = null;
        while (true)
        {
            if (_start == _end)
            {
                _start = 0;
#pragma warning disable CA1835, CA2016 // .NET Framework has no other way, and the reader ends with its program.
                _end = await reader.ReadAsync(_buffer, 0, _buffer.Length).ConfigureAwait(false);
#pragma warning restore CA1835, CA2016
                if (_end == 0)
                {
                    return line?.ToString();
                }
            }

            int lineEnd = Array.IndexOf(_buffer, '\n', _start, _end - _start);
            int count = Math.Min((lineEnd < 0 ? _end : lineEnd) - _start, maxLength - (line?.Length ?? 0));
            line = (line ?? new()).Append(_buffer, _start, count);
            _start += count;
            if (_start < _end && _buffer[_start] == '\n')
            {
                _start++;
                return line.ToString().TrimEnd('\r');
            }

            if (line.Length == maxLength)
            {
                return line.ToString();
            }
        }
    }
}
