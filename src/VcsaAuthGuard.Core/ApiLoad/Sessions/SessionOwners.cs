namespace VcsaAuthGuard.ApiLoad.Sessions;

/// <summary>
/// Keeps the owners of millions of sessions in little more than 8 bytes each, by open addressing in many small parts that grow by a
/// quarter. Parts stay small enough for the garbage collector to move; large arrays would leave holes.
/// </summary>
/// <remarks>Of a session's number the part and the entry tell 52 bits. That any two of 5 million share them has a probability of 0.3 %,
/// and one of these two has the other's owner then.</remarks>
internal sealed class SessionOwners
{
    /// <summary>Owners are below this: a million clients take a gigabyte elsewhere.</summary>
    public const int Capacity = 1 << OwnerBits;

    private const int PartBits = 12;
    private const int OwnerBits = 24;
    private const int MinPartSize = 4;

    // A session's lower 40 bits and its owner, which is not 0.
    private readonly ulong[]?[] _parts = new ulong[1 << PartBits][];
    private readonly int[] _counts = new int[1 << PartBits];

    /// <summary>Returns the owner of a session; 0 if not known.</summary>
    public int Find(ulong session) =>
        _parts[PartOf(session)] is ulong[] part ? (int)(part[Place(part, session << OwnerBits)] & (Capacity - 1)) : 0;

    /// <summary>Says whose a session is, from 1 on.</summary>
    public void Set(ulong session, int owner)
    {
        if (owner is <= 0 or >= Capacity)
        {
            return; // Nobody known.
        }

        int index = PartOf(session);
        ulong key = session << OwnerBits;
        ulong[] part = _parts[index] ??= new ulong[MinPartSize];
        int place = Place(part, key);
        if (part[place] == 0 && (++_counts[index] * 5L) > part.Length * 4L)
        {
            _parts[index] = part = Larger(part);
            place = Place(part, key);
        }

        part[place] = key | (uint)owner;
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Array.Clear(_parts, 0, _parts.Length);
        Array.Clear(_counts, 0, _counts.Length);
    }

    private static int PartOf(ulong session) => (int)(session >> (64 - PartBits));

    private static int Place(ulong[] part, ulong key)
    {
        // The upper half of the key, as a fraction of the part's length.
        int place = (int)(((key >> 32) * (uint)part.Length) >> 32);
        while (part[place] != 0 && (part[place] ^ key) >> OwnerBits != 0)
        {
            place = place + 1 == part.Length ? 0 : place + 1;
        }

        return place;
    }

    private static ulong[] Larger(ulong[] part)
    {
        ulong[] larger = new ulong[part.Length + Math.Max(MinPartSize, part.Length / 4)];
        foreach (ulong entry in part)
        {
            if (entry != 0)
            {
                larger[Place(larger, entry)] = entry;
            }
        }

        return larger;
    }
}
