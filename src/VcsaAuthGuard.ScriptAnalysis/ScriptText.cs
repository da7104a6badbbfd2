using System.Text;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Represents a script's text with its encoding and byte-order mark, which are needed to write it back unchanged.</summary>
/// <param name="Text">The text, without a byte-order mark.</param>
/// <param name="Encoding">How it is encoded. What is not UTF-8 and has no mark is taken as Windows-1252, as Windows PowerShell takes it on
/// most machines: its dashes and quotes are those of the language, and every byte comes back.</param>
/// <param name="Preamble">The byte-order mark; empty if there is none.</param>
internal sealed record ScriptText(string Text, Encoding Encoding, byte[] Preamble)
{
    private const int Windows1252 = 1252;

    public static ScriptText Read(string path) => FromBytes(File.ReadAllBytes(path));

    public static ScriptText FromBytes(byte[] bytes)
    {
        Encoding[] marked =
        [
            new UTF8Encoding(true, true),
            new UTF32Encoding(false, true, true),
            new UnicodeEncoding(false, true, true),
            new UnicodeEncoding(true, true, true),
            new UTF32Encoding(true, true, true),
        ];
        foreach (Encoding encoding in marked)
        {
            byte[] mark = encoding.GetPreamble();
            if (bytes.Take(mark.Length).SequenceEqual(mark))
            {
                return new(encoding.GetString(bytes, mark.Length, bytes.Length - mark.Length), encoding, mark);
            }
        }

        try
        {
            UTF8Encoding strict = new(false, true);
            return new(strict.GetString(bytes), strict, []);
        }
        catch (DecoderFallbackException)
        {
            Encoding single = Encoding.GetEncoding(Windows1252);
            return new(single.GetString(bytes), single, []);
        }
    }

    public byte[] ToBytes(string text) => [.. Preamble, .. Encoding.GetBytes(text)];
}
