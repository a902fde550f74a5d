namespace NhiPortal.Domain.Audit;

/// <summary>Where a checkpoint is kept beside the database.</summary>
public enum AnchorPlace
{
    /// <summary>A file that only grows, on another volume or machine.</summary>
    File,

    /// <summary>A time-stamping authority, which signs that it was there (RFC 3161).</summary>
    Timestamp,

    /// <summary>A receiver of signed messages.</summary>
    Webhook,
}
