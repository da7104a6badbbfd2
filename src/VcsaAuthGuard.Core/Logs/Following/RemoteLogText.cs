using System.Globalization;
using System.Text;

namespace VcsaAuthGuard.Logs.Following;

/// <summary>Represents a part of what was added to a log on another machine: text, or only its size where it is not of interest.</summary>
/// <param name="Text">The text; null if it was left out.</param>
/// <param name="Bytes">The number of bytes.</param>
/// <param name="Lines">The number of lines that were left out.</param>
internal readonly record struct RemoteLogText(byte[]? Text, long Bytes, long Lines)
{
    /// <summary>Parses the parts that FollowLogs.awk prints.</summary>
    /// <param name="base64">The parts in base64.</param>
    /// <param name="length">The number of bytes that they are together.</param>
    /// <returns>The parts; null if they are not valid.</returns>
    public static List<RemoteLogText>? TryParse(string base64, long length)
    {
        byte[] data;
        try
        {
            data = Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            return null;
        }

        List<RemoteLogText> row = [];
        long left = length;
        for (int at = 0; at < data.Length;)
        {
            int end = Array.IndexOf(data, (byte)'\n', at);
            string[] words = end < 0 ? [] : Encoding.ASCII.GetString(data, at, end - at).Split(' ');
            if (words.Length < 2 || !long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out long bytes))
            {
                return null;
            }

            at = end + 1;
            if (words[0] == "S" && words.Length == 3
                && long.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out long lines))
            {
                row.Add(new(null, bytes, lines));
            }
            else if (words[0] == "T" && words.Length == 2 && bytes <= data.Length - at)
            {
                // awk adds a line end to a last line without one.
                int taken = (int)Math.Min(bytes, bytes == left + 1 ? left : bytes);
                row.Add(new(data.AsSpan(at, taken).ToArray(), taken, 0));
                at += (int)bytes;
                bytes = taken;
            }
            else
            {
                return null;
            }

            left -= bytes;
        }

        return left == 0 ? row : null;
    }
}
