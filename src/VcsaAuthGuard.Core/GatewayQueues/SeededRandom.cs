namespace VcsaAuthGuard.GatewayQueues;

/// <summary>
/// Generates random numbers that are the same for a seed on every framework and machine, which System.Random does not promise: xoshiro256**
/// of D. Blackman and S. Vigna, "Scrambled Linear Pseudorandom Number Generators" (2018), public domain, seeded with their
/// SplitMix64. Nothing here calls a mathematical function whose last bit a runtime may choose.
/// </summary>
internal sealed class SeededRandom
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Creates a stream.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="stream">The number of the stream. Streams of one seed are independent.</param>
    public SeededRandom(long seed, int stream)
    {
        ulong state = unchecked((ulong)seed);
        for (int i = 0; i <= stream; i++)
        {
            _s0 = SplitMix(ref state);
            _s1 = SplitMix(ref state);
            _s2 = SplitMix(ref state);
            _s3 = SplitMix(ref state);
        }
    }

    /// <summary>Returns 64 random bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            ulong result = RotateLeft(_s1 * 5, 7) * 9;
            ulong t = _s1 << 17;
            _s2 ^= _s0;
            _s3 ^= _s1;
            _s1 ^= _s2;
            _s0 ^= _s3;
            _s2 ^= t;
            _s3 = RotateLeft(_s3, 45);
            return result;
        }
    }

    /// <summary>Returns a number from 0 to <paramref name="count"/> - 1; the bias is below count / 2^32.</summary>
    public int NextIndex(int count) => (int)((Next() >> 32) * (uint)count >> 32);

    /// <summary>
    /// Returns an exponential number of mean 1 by J. von Neumann's comparisons ("Various Techniques Used in Connection With Random
    /// Digits", 1951): of runs of falling uniform numbers, the first of odd length gives the fraction, those before it the whole.
    /// </summary>
    public double NextExponential()
    {
        const double UnitOf53Bits = 1.0 / (1UL << 53);
        for (int whole = 0; ; whole++)
        {
            ulong first = Next();
            ulong last = first;
            bool isOdd = true;
            for (ulong next; (next = Next()) < last; last = next)
            {
                isOdd = !isOdd;
            }

            if (isOdd)
            {
                return whole + ((first >> 11) * UnitOf53Bits);
            }
        }
    }

    private static ulong SplitMix(ref ulong state)
    {
        unchecked
        {
            ulong z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    private static ulong RotateLeft(ulong value, int bits) => (value << bits) | (value >> (64 - bits));
}
