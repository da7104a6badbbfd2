using System.Text;

namespace VcsaAuthGuard.Tests.Fuzzing;

/// <summary>Changes inputs at random places: bytes, numbers, pieces that move or come twice, and words that parsers treat specially. The
/// same seed makes the same change.</summary>
internal static class Mutator
{
    private const int MaxChanges = 6;
    private const int MaxPiece = 200;

    private static readonly byte[][] Words =
    [
        .. new[]
        {
            "-1", "0", "99999999999999999999", "1e309", "NaN", "9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00Z", "1970-01-01",
            "-->", "\n", "\r\n", "\"", "''", "{", "[", "}", "]", "<a>", "</", "<!DOCTYPE x [", "&", ";", ",", "\t", "\0", "\u001b[2J",
            "\u202e", "%", "=", "P1Y", "RRULE:FREQ=SECONDLY", "* * * * *", "null", "true", "\uFEFF", "\U0001F600",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE],
        [0x1F, 0x8B, 0x08],
        [0xC3],
    ];

    /// <summary>Returns the input with one to six changes.</summary>
    public static byte[] Mutate(byte[] input, int seed)
    {
        Random random = new(seed);
        List<byte> bytes = [.. input];
        for (int changes = random.Next(1, MaxChanges + 1); changes > 0 && bytes.Count > 0; changes--)
        {
            Change(bytes, random);
        }

        return [.. bytes];
    }

    private static void Change(List<byte> bytes, Random random)
    {
        int place = random.Next(bytes.Count);
        int length = Math.Min(random.Next(1, MaxPiece), bytes.Count - place);
        switch (random.Next(8))
        {
            case 0:
                bytes[place] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes.RemoveRange(place, length);
                break;
            case 2:
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(place, length));
                break;
            case 3:
                bytes.RemoveRange(place, bytes.Count - place);
                break;
            case 4:
                ReplaceNumber(bytes, place, Words[random.Next(7)]);
                break;
            case 5:
                bytes[place] = (byte)random.Next(256);
                break;
            default:
                bytes.InsertRange(place, Words[random.Next(Words.Length)]);
                break;
        }
    }

    /// <summary>Replaces the first number from a place on.</summary>
    private static void ReplaceNumber(List<byte> bytes, int place, byte[] number)
    {
        int start = bytes.FindIndex(place, value => char.IsAsciiDigit((char)value));
        if (start >= 0)
        {
            int end = bytes.FindIndex(start, value => !char.IsAsciiDigit((char)value));
            bytes.RemoveRange(start, (end < 0 ? bytes.Count : end) - start);
            bytes.InsertRange(start, number);
        }
    }
}
