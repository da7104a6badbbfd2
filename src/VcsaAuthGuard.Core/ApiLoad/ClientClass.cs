namespace VcsaAuthGuard.ApiLoad;

/// <summary>Specifies what a client of the API is for, as far as its account, its program or its calls tell.</summary>
internal enum ClientClass : byte
{
    /// <summary>Neither its account nor a call that tells it is known.</summary>
    Unknown,

    /// <summary>A backup product.</summary>
    Backup,

    /// <summary>A product that patches hosts or puts them into maintenance mode.</summary>
    Maintenance,

    /// <summary>One of vCenter Server's own services.</summary>
    VCenter,

    /// <summary>Another client.</summary>
    Other,
}
