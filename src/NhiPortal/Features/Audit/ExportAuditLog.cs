using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Features.Audit.Archiving;
using NhiPortal.Shell.Parts;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Audit;

/// <summary>What a file of the log is asked for: its format, what it is narrowed to, and the address that says so.</summary>
public sealed record AuditExport(string Format, AuditFilter Filter, string Address);

/// <summary>The lines of a file, which are read while they are written.</summary>
public sealed record AuditExported(IAsyncEnumerable<AuditFileLine> Lines);

/// <summary>Hands out the log as a file, and records who took how much of it, also when the taking breaks off.</summary>
public sealed class ExportAuditLog(UnitOfWork work, AuditFileQuery rows)
{
    public const string Exported = "audit.exported";

    public async Task<Result<AuditExported>> RunAsync(Actor actor, AuditExport export, CancellationToken cancellation) =>
        Permissions.Check(actor, Permission.ReadAudit) is { } refused
            ? await work.RunAsync<AuditExported>(actor, "audit.export", _ => Task.FromResult<Result<AuditExported>>(refused), cancellation)
            : new AuditExported(LinesAsync(actor, export, cancellation));

    private async IAsyncEnumerable<AuditFileLine> LinesAsync(Actor actor, AuditExport export, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (count, whole) = (0L, false);
        try
        {
            await foreach (var line in rows.RunAsync(actor, export.Filter, cancellation))
            {
                count++;
                yield return line;
            }

            whole = true;
        }
        finally
        {
            // Whoever hangs up has read what they have read.
            await work.RunAsync<Done>(actor, "audit.export", async run =>
            {
                // Filed with the reader's own tenant, whose auditors are to see it.
                var tenant = await run.Db.People.Where(p => p.Id == actor.Person).Select(p => (TenantId?)p.TenantId).SingleOrDefaultAsync(CancellationToken.None);
                var archived = await run.Db.ArchivedAsync(CancellationToken.None) is { } part && part.Touches(export.Filter.Since) ? part : null;
                run.Record(Note(actor, export, count, whole, archived) with { Tenant = tenant });
                return default(Done);
            }, CancellationToken.None);
        }
    }

    private static AuditNote Note(Actor actor, AuditExport export, long count, bool whole, ArchivedPart? archived) => new(
        Exported,
        string.Create(CultureInfo.InvariantCulture, $"{actor.Name} took {count} events of the audit log as {export.Format}{(whole ? "" : "; the file broke off")}."))
    {
        Facts = new Dictionary<string, string?>
        {
            ["format"] = export.Format,
            ["filter"] = export.Address.Length == 0 ? "everything" : export.Address[..Math.Min(export.Address.Length, RecordTaking.LongestAddress)],
            ["rows"] = count.ToString(CultureInfo.InvariantCulture),
            ["archived"] = archived?.Events.ToString(CultureInfo.InvariantCulture),
            ["whole"] = whole ? "yes" : "no",
        },
    };
}
