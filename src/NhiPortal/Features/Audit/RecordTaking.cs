using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Audit;

/// <summary>Records that a person takes a list or a report as a file: which, and what its address narrows it to.</summary>
public sealed class RecordTaking(UnitOfWork work)
{
    public const string Taken = "audit.file_taken";

    /// <summary>Longer than the server takes any address, so that nobody pushes what they looked for off the record.</summary>
    internal const int LongestAddress = 32 * 1024;

    public Task<Result<Done>> RunAsync(Actor actor, string file, string narrowed, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "audit.take_file", async run =>
        {
            if (actor.Person is null)
                return new Refusal("people_only", "Only a person takes a file.");
            run.Record(new AuditNote(Taken, $"{actor.Name} took {Text.Kept(file, Text.Name)} as a file.")
            {
                // Filed with the reader's own tenant, whose auditors are to see it.
                Tenant = await run.OwnTenantAsync(cancellation),
                Facts = new Dictionary<string, string?> { ["file"] = Text.Kept(file, Text.Name), ["filter"] = Text.Shortened(narrowed, LongestAddress) ?? "everything" },
            });
            return default(Done);
        }, cancellation);
}
