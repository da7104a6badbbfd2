namespace VcsaAuthGuard.Sessions;

/// <summary>
/// Whose session is whose, for millions of them, in 12 bytes each and little more: open addressing in many small parts that grow by
/// a quarter. A part stays so small that the garbage collector moves it together with others: large arrays would leave holes.
/// </summary>
internal sealed class SessionOwners
{
    private const int PartBits = 12;
    private const int SmallestPart = 4;

    private readonly ulong[]?[] _keys = new ulong[1 << PartBits][];
    private readonly int[]?[] _owners = new int[1 << PartBits][];
    private readonly int[] _counts = new int[1 << PartBits];

    /// <summary>The owner of a session; 0 when not known.</summary>
    public int Find(ulong session)
    {
        int part = PartOf(session);
        if (_keys[part] is not ulong[] keys)
        {
            return 0;
        }

        return _owners[part]![Place(keys, session)];
    }

    public void Set(ulong session, int owner)
    {
        int part = PartOf(session);
        ulong[] keys = _keys[part] ??= new ulong[SmallestPart];
        int[] owners = _owners[part] ??= new int[SmallestPart];
        int place = Place(keys, session);
        if (keys[place] == 0)
        {
            if ((_counts[part] + 1) * 5L > keys.Length * 4L)
            {
                Grow(part);
                Set(session, owner);
                return;
            }

            _counts[part]++;
            keys[place] = session;
        }

        owners[place] = owner;
    }

    private static int PartOf(ulong session) => (int)(session >> (64 - PartBits));

    private static int Place(ulong[] keys, ulong session)
    {
        // The lower half of the key, as a fraction of the part's length.
        int place = (int)(((session & uint.MaxValue) * (uint)keys.Length) >> 32);
        while (keys[place] != 0 && keys[place] != session)
        {
            place = place + 1 == keys.Length ? 0 : place + 1;
        }

        return place;
    }

    private void Grow(int part)
    {
        ulong[] keys = _keys[part]!;
        int[] owners = _owners[part]!;
        int length = keys.Length + Math.Max(SmallestPart, keys.Length / 4);
        ulong[] moreKeys = new ulong[length];
        int[] moreOwners = new int[length];
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i] != 0)
            {
                int place = Place(moreKeys, keys[i]);
                moreKeys[place] = keys[i];
                moreOwners[place] = owners[i];
            }
        }

        (_keys[part], _owners[part]) = (moreKeys, moreOwners);
    }
}
