using NhiPortal.Domain.People;

namespace NhiPortal.Connectors.People;

/// <summary>A directory that people are read from, whole: an answer that breaks off throws, so that half of it is never taken for all.</summary>
public interface IPeopleSource
{
    /// <summary>The stable name of the kind of directory: csv, ldap or graph.</summary>
    string Name { get; }

    IAsyncEnumerable<DirectoryEntry> ReadAsync(CancellationToken cancellation);
}
