namespace VcsaAuthGuard.Pacing;

/// <summary>
/// Shuts when a reading is over one figure and opens again when it is under another, so that a reading that wavers about one of
/// them does not open and shut it each time.
/// </summary>
public sealed class PaceGate
{
    private readonly Func<double?> _probe;
    private bool _mayReconnect = true;

    /// <summary>Makes an open gate.</summary>
    /// <param name="reason">What it is about.</param>
    /// <param name="shutsOver">The gate shuts when the reading is greater.</param>
    /// <param name="opensUnder">A shut gate opens when the reading is less; not over <paramref name="shutsOver"/> but for whole numbers,
    /// of which the next may be given.</param>
    /// <param name="probe">Takes a reading; null when there is none to be had.</param>
    public PaceGate(HoldReason reason, double shutsOver, double opensUnder, Func<double?> probe)
    {
        Reason = reason;
        ShutsOver = shutsOver;
        OpensUnder = opensUnder;
        _probe = probe;
    }

    /// <summary>KB 440879 has snapshots paced by a latency of 20 to 25 ms: shut over the one, open under the other.</summary>
    public const double ArticleStop = 25;

    /// <summary>The lower of the article's two figures, in milliseconds.</summary>
    public const double ArticleResume = 20;

    /// <summary>Gets the subject of the reading.</summary>
    public HoldReason Reason { get; }

    /// <summary>The gate shuts when the reading is greater.</summary>
    public double ShutsOver { get; }

    /// <summary>A shut gate opens when the reading is less.</summary>
    public double OpensUnder { get; }

    /// <summary>Gets a value indicating whether the gate is shut.</summary>
    public bool IsShut { get; private set; }

    /// <summary>The last reading; null when there was none to be had.</summary>
    public double? Reading { get; private set; }

    /// <summary>Gets the number of times no reading was available.</summary>
    public int Unknown { get; private set; }

    /// <summary>Gets the number of new sessions made for readings.</summary>
    public int Reconnects { get; private set; }

    /// <summary>
    /// Asked where there is no reading to be had: makes a new session if the one in use is gone, and says whether there is one now.
    /// The reading is taken again then. Not asked again before there was a reading: a session that is refused from the start is no
    /// reason to log in each time a held batch looks again.
    /// </summary>
    public Func<bool>? Reconnect { get; set; }

    /// <summary>Raised with the first reading that is not to be had after one that was, or at the start.</summary>
    public Action<PaceGate>? OnUnknown { get; set; }

    /// <summary>A gate about datastore latency.</summary>
    /// <param name="threshold">Milliseconds over which it shuts. It opens under four fifths of it, as 20 ms are of the article's 25
    /// ms.</param>
    /// <param name="probe">Gives the latency in milliseconds.</param>
    public static PaceGate ForLatency(double threshold, Func<double?> probe) =>
        new(HoldReason.Latency, threshold, threshold * ArticleResume / ArticleStop, probe);

    /// <summary>A gate about the number of sessions.</summary>
    /// <param name="most">The most there may be.</param>
    /// <param name="probe">Gives the number of sessions.</param>
    public static PaceGate ForSessions(int most, Func<double?> probe) => new(HoldReason.Sessions, most, most + 1.0, probe);

    /// <summary>Takes a reading. One that is not to be had changes nothing: a shut gate stays shut, an open one stays open.</summary>
    /// <returns>Whether the gate is open now.</returns>
    public bool Check()
    {
        bool wasKnown = Unknown == 0 || Reading is not null;
        Reading = Read();
        if (Reading is null && _mayReconnect && Reconnect?.Invoke() == true)
        {
            _mayReconnect = false;
            Reconnects++;
            Reading = Read();
        }

        if (Reading is double reading)
        {
            _mayReconnect = true;
            IsShut = IsShut ? !(reading < OpensUnder) : reading > ShutsOver;
        }
        else
        {
            Unknown++;
            if (wasKnown)
            {
                OnUnknown?.Invoke(this);
            }
        }

        return !IsShut;
    }

    private double? Read() => _probe() is double value && !double.IsNaN(value) ? value : null;
}
