using System.Globalization;
using System.Text;

namespace VcsaAuthGuard.Pacing;

/// <summary>Reads and writes the lines of a checkpoint. Each line has a checksum, so an incomplete one is recognized.</summary>
internal static class CheckpointText
{
    public const string Magic = "VcsaAuthGuard checkpoint 1 ";

    private const int SumLength = 8;

    // Strict: two identities that differ only in what UTF-8 cannot write must not become one.
    private static readonly UTF8Encoding Utf8 = new(false, true);

    public static byte[] Header(string run) => Utf8.GetBytes(Magic + Summed("r " + Escape(run)));

    public static byte[] Done(string identity) => Utf8.GetBytes(Summed("d " + Escape(identity)));

    public static byte[] Complete() => Utf8.GetBytes(Summed("c"));

    /// <summary>Returns the kind and text of a line; null if its checksum is wrong.</summary>
    /// <param name="line">The line without its end and without <see cref="Magic"/>.</param>
    public static (char Kind, string Text)? Read(byte[] line)
    {
        string text;
        try
        {
            text = Utf8.GetString(line);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        return text.Length > SumLength + 1 && text[SumLength] == ' ' && text == Summed(text.Substring(SumLength + 1)).TrimEnd('\n')
            ? (text[SumLength + 1], Unescape(text.Substring(Math.Min(text.Length, SumLength + 3))))
            : null;
    }

    private static string Summed(string text)
    {
        // FNV-1a, 32 bits: it is to find what a crash left, not to withstand anybody.
        uint sum = 2166136261;
        foreach (byte value in Utf8.GetBytes(text))
        {
            sum = unchecked((sum ^ value) * 16777619);
        }

        return sum.ToString("x8", CultureInfo.InvariantCulture) + " " + text + "\n";
    }

    private static string Escape(string text) => text.Replace("\\", "\\\\").Replace("\n", "\\n").Replace("\r", "\\r");

    private static string Unescape(string text)
    {
        if (text.IndexOf('\\') < 0)
        {
            return text;
        }

        StringBuilder plain = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            plain.Append(
                text[i] != '\\' || i + 1 == text.Length
                    ? text[i]
                    : text[++i] switch
                    {
                        'n' => '\n',
                        'r' => '\r',
                        char other => other,
                    }
            );
        }

        return plain.ToString();
    }
}
