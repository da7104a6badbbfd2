namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Specifies how well a cause explains refused calls that belong together.</summary>
internal enum RunFit
{
    /// <summary>It does not explain them.</summary>
    None,

    /// <summary>They fit, and they fit other causes too.</summary>
    Possible,

    /// <summary>They fit this cause better than others.</summary>
    Good,

    /// <summary>The logs show what only this cause explains.</summary>
    Proven,

    /// <summary>The logs show it for so long that everything else in them can be its consequence.</summary>
    Certain,
}
