namespace VcsaAuthGuard.Sessions;

/// <summary>Whose session is whose, for millions of them: open addressing in many small parts, so that growth copies little at a time.</summary>
internal sealed class SessionOwners
{
    private const int Parts = 256;
    private const int SmallestPart = 16;

    private readonly ulong[]?[] _keys = new ulong[Parts][];
    private readonly int[]?[] _owners = new int[Parts][];
    private readonly int[] _counts = new int[Parts];

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

    private static int PartOf(ulong session) => (int)(session >> 56);

    private static int Place(ulong[] keys, ulong session)
    {
        int mask = keys.Length - 1;
        int place = (int)session & mask;
        while (keys[place] != 0 && keys[place] != session)
        {
            place = (place + 1) & mask;
        }

        return place;
    }

    private void Grow(int part)
    {
        ulong[] keys = _keys[part]!;
        int[] owners = _owners[part]!;
        ulong[] moreKeys = new ulong[keys.Length * 2];
        int[] moreOwners = new int[keys.Length * 2];
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
