#if NET
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace VcsaAuthGuard.Logs.Matching;

/// <summary>
/// Finds any of some needles in one pass, after the "Teddy" algorithm of Intel's Hyperscan: two or three bytes of each needle
/// are its fingerprint; two table look-ups a byte (low and high half) tell 16 or 32 positions at once which needles'
/// fingerprints may stand there; each candidate is then compared in full. The bytes are the rarest neighbours in the
/// needle, by how often log text uses them, so that candidates are few. A table has eight bits a byte: of more needles, those with
/// like fingerprints share a bit, and a third byte keeps candidates few.
/// </summary>
internal sealed class TeddySearcher
{
    private const int MinWidth = 2;
    private const int MaxWidth = 3;
    private const int Buckets = 8;
    private const int MaxNeedles = 64;
    private const uint AllBuckets = 0xFF;

    private readonly byte[][] _needles;
    private readonly int[] _offsets;
    private readonly int[][] _buckets;
    private readonly bool[] _mayLieInside;
    private readonly int _reach;

    /// <summary>The number of bytes in a fingerprint: 3 where several needles share each bit, 2 otherwise.</summary>
    private readonly int _width;
    private readonly Vector128<byte>[] _low = new Vector128<byte>[MaxWidth];
    private readonly Vector128<byte>[] _high = new Vector128<byte>[MaxWidth];

    private TeddySearcher(byte[][] needles)
    {
        _needles = needles;
        _width = needles.Length > Buckets && Array.TrueForAll(needles, needle => needle.Length >= MaxWidth) ? MaxWidth : MinWidth;
        _offsets = Array.ConvertAll(needles, RarestPlace);
        int[] alike =
        [
            .. Enumerable.Range(0, needles.Length).OrderBy(i => needles[i][_offsets[i]]).ThenBy(i => needles[i][_offsets[i] + 1]),
        ];
        _buckets =
        [
            .. Enumerable
                .Range(0, Buckets)
                .Select(bucket => alike.Where((_, rank) => rank * Buckets / Math.Max(Buckets, needles.Length) == bucket).ToArray()),
        ];
        _reach = _offsets.Max();
        _mayLieInside = Array.ConvertAll(needles, needle => Array.Exists(needles, other => MayBeginBefore(other, needle)));

        Span<byte> low = stackalloc byte[16];
        Span<byte> high = stackalloc byte[16];
        for (int place = 0; place < _width; place++)
        {
            low.Clear();
            high.Clear();
            for (int bucket = 0; bucket < Buckets; bucket++)
            {
                foreach (int needle in _buckets[bucket])
                {
                    byte value = needles[needle][_offsets[needle] + place];
                    low[value & 0xF] |= (byte)(1 << bucket);
                    high[value >> 4] |= (byte)(1 << bucket);
                }
            }

            _low[place] = Vector128.Create<byte>(low);
            _high[place] = Vector128.Create<byte>(high);
        }
    }

    /// <summary>Null if the machine has no byte shuffle, or the needles are too many or too short.</summary>
    public static TeddySearcher? TryCreate(byte[][] needles) =>
        (Ssse3.IsSupported || AdvSimd.Arm64.IsSupported)
        && needles.Length <= MaxNeedles
        && Array.TrueForAll(needles, needle => needle.Length >= MinWidth)
            ? new TeddySearcher(needles)
            : null;

    public int IndexIn(ReadOnlySpan<byte> text)
    {
        // Up to here (a position of a fingerprint, not of a needle) everything has been looked at.
        int position = 0;
        int found;
        if (Avx2.IsSupported && text.Length >= Vector256<byte>.Count + _width - 1)
        {
            found = Search256(text, ref position);
        }
        else if (text.Length >= Vector128<byte>.Count + _width - 1)
        {
            found = Search128(text, ref position);
        }
        else
        {
            found = -1;
        }

        return found >= 0 ? found : SearchRest(text, position);
    }

    /// <summary>
    /// Written with Avx2 itself, not Vector256: a native program is compiled for older processors too, and there only the
    /// former is decided when it runs.
    /// </summary>
    private unsafe int Search256(ReadOnlySpan<byte> text, ref int position)
    {
        Vector256<byte> nibble = Vector256.Create((byte)0xF);
        Vector256<byte> low0 = Vector256.Create(_low[0], _low[0]), high0 = Vector256.Create(_high[0], _high[0]);
        Vector256<byte> low1 = Vector256.Create(_low[1], _low[1]), high1 = Vector256.Create(_high[1], _high[1]);
        Vector256<byte> low2 = Vector256.Create(_low[2], _low[2]), high2 = Vector256.Create(_high[2], _high[2]);
        bool isWide = _width == MaxWidth;
        Vector256<byte> zero = Vector256<byte>.Zero;
        byte* candidates = stackalloc byte[Vector256<byte>.Count];
        fixed (byte* start = text)
        {
            int last = text.Length - Vector256<byte>.Count - _width + 1;
            int at = position;
            for (; at <= last; at += Vector256<byte>.Count)
            {
                Vector256<byte> first = Avx.LoadVector256(start + at);
                Vector256<byte> second = Avx.LoadVector256(start + at + 1);
                Vector256<byte> buckets = Avx2.And(
                    Avx2.And(Avx2.Shuffle(low0, Avx2.And(first, nibble)), Avx2.Shuffle(high0, Upper(first, nibble))),
                    Avx2.And(Avx2.Shuffle(low1, Avx2.And(second, nibble)), Avx2.Shuffle(high1, Upper(second, nibble))));
                if (isWide)
                {
                    Vector256<byte> third = Avx.LoadVector256(start + at + 2);
                    buckets = Avx2.And(
                        buckets,
                        Avx2.And(Avx2.Shuffle(low2, Avx2.And(third, nibble)), Avx2.Shuffle(high2, Upper(third, nibble))));
                }

                uint places = ~(uint)Avx2.MoveMask(Avx2.CompareEqual(buckets, zero));
                if (places != 0)
                {
                    Avx.Store(candidates, buckets);
                    int found = Confirm(text, at, places, candidates);
                    if (found >= 0)
                    {
                        return found;
                    }
                }
            }

            position = at;
            return -1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Upper(Vector256<byte> bytes, Vector256<byte> nibble) =>
        Avx2.And(Avx2.ShiftRightLogical(bytes.AsUInt16(), 4).AsByte(), nibble);

    private unsafe int Search128(ReadOnlySpan<byte> text, ref int position)
    {
        byte* candidates = stackalloc byte[Vector128<byte>.Count];
        Vector128<byte> nibble = Vector128.Create((byte)0xF);
        ref byte start = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(text);
        int last = text.Length - Vector128<byte>.Count - _width + 1;
        for (; position <= last; position += Vector128<byte>.Count)
        {
            Vector128<byte> buckets = Vector128<byte>.AllBitsSet;
            for (int place = 0; place < _width; place++)
            {
                Vector128<byte> bytes = Vector128.LoadUnsafe(ref start, (nuint)(position + place));
                buckets &= LookUp(_low[place], bytes & nibble) & LookUp(_high[place], (bytes.AsUInt16() >>> 4).AsByte() & nibble);
            }

            if (buckets != Vector128<byte>.Zero)
            {
                uint places = ~Vector128.Equals(buckets, Vector128<byte>.Zero).ExtractMostSignificantBits() & 0xFFFF;
                buckets.Store(candidates);
                int found = Confirm(text, position, places, candidates);
                if (found >= 0)
                {
                    return found;
                }
            }
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> LookUp(Vector128<byte> table, Vector128<byte> index) =>
        Ssse3.IsSupported ? Ssse3.Shuffle(table, index) : AdvSimd.Arm64.VectorTableLookup(table, index);

    /// <summary>
    /// The first needle among the candidates. Fingerprints sit at different depths in their needles, so the needle whose
    /// fingerprint comes first need not start first: once one is found that another can reach into, that other is looked for.
    /// </summary>
    private unsafe int Confirm(ReadOnlySpan<byte> text, int position, uint places, byte* candidates)
    {
        for (; places != 0; places &= places - 1)
        {
            int place = BitOperations.TrailingZeroCount(places);
            int found = NeedleAt(text, position + place, candidates[place], out int needle);
            if (found >= 0)
            {
                return _mayLieInside[needle] ? SearchBefore(text, found, position) : found;
            }
        }

        return -1;
    }

    private int SearchRest(ReadOnlySpan<byte> text, int position)
    {
        for (int from = position; position <= text.Length - _width; position++)
        {
            int found = NeedleAt(text, position, AllBuckets, out int needle);
            if (found >= 0)
            {
                return _mayLieInside[needle] ? SearchBefore(text, found, from) : found;
            }
        }

        return -1;
    }

    private int SearchBefore(ReadOnlySpan<byte> text, int found, int from)
    {
        int first = found;
        for (int position = from, end = Math.Min(found + _reach, text.Length - _width); position <= end; position++)
        {
            int other = NeedleAt(text, position, AllBuckets, out _);
            if (other >= 0 && other < first)
            {
                first = other;
            }
        }

        return first;
    }

    /// <summary>The start of the first needle, of the buckets that <paramref name="candidates"/> has a bit for, whose fingerprint stands
    /// at <paramref name="position"/>; or -1.</summary>
    private int NeedleAt(ReadOnlySpan<byte> text, int position, uint candidates, out int found)
    {
        int first = -1;
        found = -1;
        for (; candidates != 0; candidates &= candidates - 1)
        {
            foreach (int needle in _buckets[BitOperations.TrailingZeroCount(candidates)])
            {
                int start = position - _offsets[needle];
                if (
                    text[position] == _needles[needle][_offsets[needle]]
                    && start >= 0
                    && (first < 0 || start < first)
                    && text.Slice(start).StartsWith(_needles[needle])
                )
                {
                    first = start;
                    found = needle;
                }
            }
        }

        return first;
    }

    /// <summary>Returns whether one needle can begin before another and overlap it.</summary>
    private static bool MayBeginBefore(byte[] one, byte[] other)
    {
        for (int shift = 1; shift < one.Length; shift++)
        {
            int shared = Math.Min(one.Length - shift, other.Length);
            if (one.AsSpan(shift, shared).SequenceEqual(other.AsSpan(0, shared)))
            {
                return true;
            }
        }

        return false;
    }

    private int RarestPlace(byte[] needle)
    {
        int best = 0;
        int bestCost = int.MaxValue;
        for (int place = 0; place + _width <= needle.Length; place++)
        {
            int cost = 0;
            foreach (byte value in needle.AsSpan(place, _width))
            {
                cost += Commonness(value);
            }

            if (cost < bestCost)
            {
                (best, bestCost) = (place, cost);
            }
        }

        return best;
    }

    /// <summary>A rough rank of how often vSphere logs use a byte; only speed depends on it.</summary>
    private static int Commonness(byte value) => (char)value switch
    {
        ' ' or '-' or '.' or '0' or '1' or '2' => 9,
        'e' or 'o' or 's' or 'i' or 't' or 'r' or 'n' or 'a' => 8,
        >= '3' and <= '9' or 'm' or 'v' or 'l' => 7,
        ':' or 'c' or 'd' or 'p' or 'h' or 'u' or '[' or ']' => 6,
        >= 'a' and <= 'z' => 4,
        'O' or 'S' or 'V' or 'T' or 'Z' or 'D' or 'x' => 3,
        _ => 1,
    };
}
#endif
