namespace NhiPortal.Domain;

/// <summary>Identifies an <see cref="Audit.LogArchive"/>.</summary>
public readonly record struct LogArchiveId(Guid Value) : IId<LogArchiveId>
{
    public static LogArchiveId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}
