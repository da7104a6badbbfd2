using System.Globalization;
using System.Text;

namespace VcsaAuthGuard.Logs.Following;

/// <summary>A part of what a log on another machine was given: text, or how much there was that is not of interest.</summary>
/// <param name="Text">The text; null where it was passed over.</param>
/// <param name="Bytes">How many bytes it is.</param>
/// <param name="Lines">How many lines were passed over.</param>
internal readonly record struct RemoteLogText(byte[]? Text, long Bytes, long Lines)
{
    /// <summary>Reads a row of parts; null where they are not <paramref name="length"/> bytes together.</summary>
    public static List<RemoteLogText>? TryRead(string base64, long length)
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
            if (words[0] == "S" && words.Length == 3 && long.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out long lines))
            {
                row.Add(new(null, bytes, lines));
            }
            else if (words[0] == "T" && words.Length == 2 && bytes <= data.Length - at)
            {
                // awk gives a last line without an end one.
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
