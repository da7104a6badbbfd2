#if NET
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace VcsaAuthGuard.Logs.Matching;

/// <summary>
/// Finds any of some needles in one pass, after the "Teddy" algorithm of Intel's Hyperscan: two to four bytes of each needle
/// are its fingerprint; two table look-ups a byte (low and high half) tell 16 or 32 positions at once which needles'
/// fingerprints may stand there; each candidate is then compared in full. A table has eight bits a byte, so that of more needles some
/// share a bit. <see cref="FingerprintChoice"/> chooses the bytes and who shares.
/// </summary>
internal sealed class TeddySearcher
{
    private const int MinWidth = 2;
    private const int MaxWidth = 4;
    private const int Buckets = FingerprintChoice.Buckets;
    private const int MaxNeedles = 128;
    private const uint AllBuckets = 0xFF;

    private readonly byte[][] _needles;
    private readonly int[] _offsets;
    private readonly int[][] _buckets;

    /// <summary>The fingerprints of the needles of each bucket, as numbers.</summary>
    private readonly uint[][] _fingerprints;
    private readonly uint _fingerprintMask;
    private readonly bool[] _mayLieInside;
    private readonly int _reach;

    /// <summary>The number of bytes in a fingerprint: the more needles share a bit, the more bytes are needed to tell them from ordinary
    /// text.</summary>
    private readonly int _width;
    private readonly Vector128<byte>[] _low = new Vector128<byte>[MaxWidth];
    private readonly Vector128<byte>[] _high = new Vector128<byte>[MaxWidth];

    private TeddySearcher(byte[][] needles)
    {
        _needles = needles;
        int width = MinWidth + (needles.Length > Buckets ? 1 : 0) + (needles.Length > 2 * Buckets ? 1 : 0);
        _width = Math.Min(width, needles.Min(needle => needle.Length));
        FingerprintChoice choice = new(needles, _width);
        _offsets = choice.Offsets;
        _buckets = choice.Needles;
        _fingerprintMask = uint.MaxValue >> (8 * (MaxWidth - _width));
        _fingerprints = Array.ConvertAll(_buckets, bucket => Array.ConvertAll(bucket, i => Fingerprint(needles[i], _offsets[i])));
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

    /// <summary>Creates a searcher; returns null if the machine has no byte shuffle or the needles are too many or too short.</summary>
    public static TeddySearcher? TryCreate(byte[][] needles) =>
        (Ssse3.IsSupported || AdvSimd.Arm64.IsSupported)
        && needles.Length <= MaxNeedles
        && Array.TrueForAll(needles, needle => needle.Length >= MinWidth)
            ? new TeddySearcher(needles)
            : null;

    public int IndexIn(ReadOnlySpan<byte> text)
    {
        if (Avx2.IsSupported && text.Length >= Vector256<byte>.Count + _width - 1)
        {
            return Search256(text);
        }

        return text.Length >= Vector128<byte>.Count + _width - 1 ? Search128(text) : SearchShort(text);
    }

    private unsafe int Search256(ReadOnlySpan<byte> text)
    {
        byte* candidates = stackalloc byte[Vector256<byte>.Count];
        fixed (byte* start = text)
        {
            int last = text.Length - Vector256<byte>.Count - _width + 1;
            for (int next = 0; next < last + Vector256<byte>.Count; next += Vector256<byte>.Count)
            {
                uint places = FindCandidates256(start, ref next, last, candidates);
                int found = places == 0 ? -1 : Confirm(text, Math.Min(next, last), places, candidates);
                if (found >= 0)
                {
                    return found;
                }
            }

            return -1;
        }
    }

    /// <summary>
    /// Finds the next vector in which a fingerprint may stand. It uses Avx2 rather than Vector256, because a native program is compiled
    /// for older processors too and decides only on Avx2 at run time. It calls nothing, so that the tables stay in registers.
    /// </summary>
    /// <param name="start">The start of the text.</param>
    /// <param name="next">The position from which to search, and then that of the vector.</param>
    /// <param name="last">The position of the last vector, which overlaps the one before it.</param>
    /// <param name="candidates">Receives the buckets for each byte of the vector.</param>
    /// <returns>A bit for each byte at which a fingerprint may stand; 0 at the end of the text.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private unsafe uint FindCandidates256(byte* start, ref int next, int last, byte* candidates)
    {
        Vector256<byte> nibble = Vector256.Create((byte)0xF);
        Vector256<byte> low0 = Vector256.Create(_low[0], _low[0]), high0 = Vector256.Create(_high[0], _high[0]);
        Vector256<byte> low1 = Vector256.Create(_low[1], _low[1]), high1 = Vector256.Create(_high[1], _high[1]);
        Vector256<byte> low2 = Vector256.Create(_low[2], _low[2]), high2 = Vector256.Create(_high[2], _high[2]);
        Vector256<byte> low3 = Vector256.Create(_low[3], _low[3]), high3 = Vector256.Create(_high[3], _high[3]);
        int width = _width;
        int at = next;
        for (; at < last + Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            byte* text = start + Math.Min(at, last);
            Vector256<byte> buckets = Avx2.And(LookUp(text, low0, high0, nibble), LookUp(text + 1, low1, high1, nibble));
            if (Avx.TestZ(buckets, buckets))
            {
                continue;
            }

            if (width > MinWidth)
            {
                buckets = Avx2.And(buckets, LookUp(text + 2, low2, high2, nibble));
                buckets = width == MaxWidth ? Avx2.And(buckets, LookUp(text + 3, low3, high3, nibble)) : buckets;
                if (Avx.TestZ(buckets, buckets))
                {
                    continue;
                }
            }

            next = at;
            Avx.Store(candidates, buckets);
            return ~(uint)Avx2.MoveMask(Avx2.CompareEqual(buckets, Vector256<byte>.Zero));
        }

        next = at;
        return 0;
    }

    /// <summary>Returns for each byte of a vector the buckets whose fingerprints may have it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<byte> LookUp(byte* text, Vector256<byte> low, Vector256<byte> high, Vector256<byte> nibble)
    {
        Vector256<byte> bytes = Avx.LoadVector256(text);
        Vector256<byte> upper = Avx2.And(Avx2.ShiftRightLogical(bytes.AsUInt16(), 4).AsByte(), nibble);
        return Avx2.And(Avx2.Shuffle(low, Avx2.And(bytes, nibble)), Avx2.Shuffle(high, upper));
    }

    private unsafe int Search128(ReadOnlySpan<byte> text)
    {
        byte* candidates = stackalloc byte[Vector128<byte>.Count];
        Vector128<byte> nibble = Vector128.Create((byte)0xF);
        ref byte start = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(text);
        int last = text.Length - Vector128<byte>.Count - _width + 1;
        for (int next = 0; next < last + Vector128<byte>.Count; next += Vector128<byte>.Count)
        {
            int position = Math.Min(next, last); // The last vector overlaps the one before it.
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
    /// Returns the first needle among the candidates. Fingerprints are at different depths in their needles, so the needle of the first
    /// fingerprint need not start first: once one is found, those that could start before it are searched for.
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

    /// <summary>Searches a text that is shorter than a vector.</summary>
    private int SearchShort(ReadOnlySpan<byte> text)
    {
        for (int position = 0; position <= text.Length - _width; position++)
        {
            int found = NeedleAt(text, position, AllBuckets, out int needle);
            if (found >= 0)
            {
                return _mayLieInside[needle] ? SearchBefore(text, found, 0) : found;
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

    /// <summary>
    /// Returns the start of the first needle with its fingerprint at <paramref name="position"/>, among the buckets whose bits
    /// <paramref name="candidates"/> has; -1 if there is none.
    /// </summary>
    private int NeedleAt(ReadOnlySpan<byte> text, int position, uint candidates, out int found)
    {
        int first = -1;
        found = -1;
        uint fingerprint = Fingerprint(text, position);
        for (; candidates != 0; candidates &= candidates - 1)
        {
            int bucket = BitOperations.TrailingZeroCount(candidates);
            uint[] fingerprints = _fingerprints[bucket];
            for (int i = 0; i < fingerprints.Length; i++)
            {
                if (fingerprints[i] != fingerprint)
                {
                    continue;
                }

                int needle = _buckets[bucket][i];
                int start = position - _offsets[needle];
                if (start >= 0 && (first < 0 || start < first) && text.Slice(start).StartsWith(_needles[needle]))
                {
                    first = start;
                    found = needle;
                }
            }
        }

        return first;
    }

    /// <summary>Returns the bytes at a place, as many as a fingerprint has, as a number.</summary>
    private uint Fingerprint(ReadOnlySpan<byte> text, int place)
    {
        ReadOnlySpan<byte> rest = text.Slice(place);
        if (rest.Length >= sizeof(uint))
        {
            return BinaryPrimitives.ReadUInt32LittleEndian(rest) & _fingerprintMask;
        }

        uint fingerprint = 0;
        for (int i = 0; i < _width; i++)
        {
            fingerprint |= (uint)rest[i] << (8 * i);
        }

        return fingerprint;
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
}
#endif
