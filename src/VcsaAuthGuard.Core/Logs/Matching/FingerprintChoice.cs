#if NET
using System.Numerics;

namespace VcsaAuthGuard.Logs.Matching;

/// <summary>
/// Chooses which bytes of each needle are its fingerprint, and which needles share a bucket, so that ordinary log text rarely looks like
/// one. A bucket knows of each byte of its fingerprints only the low and the high half, and not which belong together: needles with
/// like fingerprints cost the least when they share.
/// </summary>
internal sealed class FingerprintChoice
{
    public const int Buckets = 8;

    private const int Halves = 16;

    /// <summary>The weight of a needle's own fingerprint, against that of others that look like it: letters of words stand together more
    /// often than their shares say.</summary>
    private const double OwnWeight = 3;

    /// <summary>The cost of a fingerprint that is part of a usual word: it would stand in every few lines, whatever its letters' shares
    /// say.</summary>
    private const double UsualWordCost = 0.05;

    /// <summary>The share of each byte in the text of vSphere logs, roughly; only speed depends on it.</summary>
    private static readonly double[] Shares = CreateShares();

    private readonly int _width;
    private readonly (uint Low, uint High)[][] _masks;

    /// <summary>Gets words that every vpxd log repeats, with what stands around them.</summary>
    private static ReadOnlySpan<byte> UsualWords =>
        """
        Z info vpxd[4 Z verbose vpxd[4 Z warning vpxd[4 Z error vpxd[4 Z trivia [Originator@6876 sub=vpxLro opID=HB-host- item=SWI-0
        sub=Default opID=ProcessAlarmFiring-0 sub=vmomi.soapStub[7 sub=Http2Session #1 sub=SoapAdapter[0].HTTPService] sub=drmLogger
        sub=PropertyProvider sub=MoCluster sub=MoHost sub=propertyCollector [VpxLRO] -- BEGIN lro-8 -- FINISH lro-8 -- task-1
        -- SessionManager -- vim.SessionManager.sessionIsActive -- vim.SessionManager.loginByToken -- vim.SessionManager.logout --
        -- PropertyCollector -- vmodl.query.PropertyCollector.retrievePropertiesEx -- retrieveContents -- waitForUpdatesEx --
        -- ServiceInstance -- vim.ServiceInstance.retrieveContent -- ChangeLogCollector -- vim.cdc.ChangeLogCollector.waitForChanges --
        [vim.HostSystem:host-3,esx-1.example.org] vim.VirtualMachine:vm-1 vim.Datastore:datastore-1 vim.ClusterComputeResource:domain-c1
        RecordOp ASSIGN: declaredAlarmState["alarm-1.host-3"]. Applied change to temp map. has 1 HDCS resources worker starts for host
        Starting a Http2Session (server): <io_obj p:0x00007f, h:1, <TCP '127.0.0.1 : 8093'>, <TCP '127.0.0.1 : 4'>>
        Max buffered response size is 104857600 bytes Exception was thrown when call failed result Fault cause: vim.fault.NotFound
        vmodl.fault.ManagedObjectNotFound --> (vmodl.MethodFault) null, msg = "", [context]zKq7AVECAQAAAP [/context] performance manager
        Event [1] [1-1] [2026-02-11T02:14:07.318Z] [vim.event.UserLoginSessionEvent] [info] [VSPHERE.LOCAL\vpxd-extension] User logged in
        """u8;

    /// <summary>Chooses the fingerprints of some needles.</summary>
    /// <param name="needles">The needles.</param>
    /// <param name="width">The number of bytes in a fingerprint; no needle is shorter.</param>
    public FingerprintChoice(byte[][] needles, int width)
    {
        _width = width;
        _masks = [.. Enumerable.Range(0, Buckets).Select(_ => new (uint, uint)[width])];
        Offsets = new int[needles.Length];
        List<int>[] buckets = [.. Enumerable.Range(0, Buckets).Select(_ => new List<int>())];
        double[] rates = new double[Buckets];

        // The commonest first: each gets a bucket of its own, and the others join those that are most like them.
        int[] order = [.. Enumerable.Range(0, needles.Length).OrderByDescending(i => RarestRate(needles[i]))];
        foreach (int needle in order)
        {
            (int bucket, int place, double rate) = Cheapest(needles[needle], rates);
            Offsets[needle] = place;
            buckets[bucket].Add(needle);
            rates[bucket] = rate;
            for (int i = 0; i < width; i++)
            {
                _masks[bucket][i] = With(_masks[bucket][i], needles[needle][place + i]);
            }
        }

        Needles = Array.ConvertAll(buckets, bucket => bucket.ToArray());
    }

    /// <summary>Gets the place of each needle's fingerprint in the needle.</summary>
    public int[] Offsets { get; }

    /// <summary>Gets the needles of each bucket.</summary>
    public int[][] Needles { get; }

    private (int Bucket, int Place, double Rate) Cheapest(byte[] needle, double[] rates)
    {
        (int Bucket, int Place, double Rate) best = default;
        double least = double.MaxValue;
        for (int place = 0; place + _width <= needle.Length; place++)
        {
            double own = OwnWeight * RateAt(needle, place);
            for (int bucket = 0; bucket < Buckets && own < least; bucket++)
            {
                double rate = 1;
                for (int i = 0; i < _width; i++)
                {
                    rate *= ShareOf(With(_masks[bucket][i], needle[place + i]));
                }

                double cost = rate - rates[bucket] + own;
                if (cost < least)
                {
                    least = cost;
                    best = (bucket, place, rate);
                }
            }
        }

        return best;
    }

    /// <summary>Returns the share of places in text where the rarest fingerprint of a needle stands.</summary>
    private double RarestRate(byte[] needle) => Enumerable.Range(0, needle.Length - _width + 1).Min(place => RateAt(needle, place));

    /// <summary>Returns the share of places in text where the fingerprint at a place of a needle stands.</summary>
    private double RateAt(byte[] needle, int place)
    {
        ReadOnlySpan<byte> fingerprint = needle.AsSpan(place, _width);
        double rate = UsualWords.IndexOf(fingerprint) >= 0 ? UsualWordCost : 0;
        double own = 1;
        foreach (byte value in fingerprint)
        {
            own *= Shares[value];
        }

        return rate + own;
    }

    private static (uint Low, uint High) With((uint Low, uint High) mask, byte value) =>
        (mask.Low | (1u << (value % Halves)), mask.High | (1u << (value / Halves)));

    /// <summary>Returns the share of text whose bytes have one of the low and one of the high halves.</summary>
    private static double ShareOf((uint Low, uint High) mask)
    {
        double sum = 0;
        for (uint high = mask.High; high != 0; high &= high - 1)
        {
            int first = BitOperations.TrailingZeroCount(high) * Halves;
            for (uint low = mask.Low; low != 0; low &= low - 1)
            {
                sum += Shares[first + BitOperations.TrailingZeroCount(low)];
            }
        }

        return sum;
    }

    private static double[] CreateShares()
    {
        const double Rare = 0.0003;
        double[] shares = new double[byte.MaxValue + 1];
        Array.Fill(shares, Rare);
        foreach ((double share, string bytes) in ((double, string)[])
        [
            (0.08, " "), (0.045, "-0eo"), (0.03, "12rstian"), (0.02, "3456789.dlpv"), (0.014, ":cfbgmux[]"), (0.007, "=hyIOSTM\n"),
            (0.004, "@,DNLCFPRAZHVEw()\"'>"), (0.002, "/<UBGkWq"),
        ])
        {
            foreach (char value in bytes)
            {
                shares[value] = share;
            }
        }

        return shares;
    }
}
#endif
