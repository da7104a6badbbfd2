namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>Specifies the faults of the stand-in services API, apart from those of a service.</summary>
public enum ServiceApiFault
{
    /// <summary>The answer comes later, and is right.</summary>
    Slow,

    /// <summary>401, whatever the token.</summary>
    Unauthenticated,

    /// <summary>429 with Retry-After.</summary>
    TooManyRequests,

    /// <summary>500, nothing done.</summary>
    Error,

    /// <summary>504, nothing done.</summary>
    TimedOut,

    /// <summary>504 at once; a POST to a service is carried out after that many seconds.</summary>
    TimedOutButDone,
}
