using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Evidence;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Evidence;
using NhiPortal.Features.Evidence.Verifying;
using NhiPortal.Tests.Features.Audit;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Evidence;

/// <summary>A log with a real approved action in it, packages of it, and ways to change a package.</summary>
internal static class EvidenceScene
{
    public static EvidenceFilter Everything(TestPortal portal) => new(portal.Now.AddDays(-30), portal.Now.AddDays(1));

    /// <summary>An action that Sam and Ian approved and hr-sync did, among other events, under a signed checkpoint.</summary>
    public static async Task<SmallOrganisation> ActedAsync(TestPortal portal, int noise = 12)
    {
        var org = await CreateAsync(portal);
        await portal.EventsAsync(noise);
        var request = await org.AskAsync();
        await org.ApproveAsync(org.Sam, request);
        await org.ApproveAsync(org.Ian, request);
        await portal.ArrangeAsync(db => db.AuditEvents.Add(AuditEvent.Of(Allowed(portal, org, request))));
        await portal.EventsAsync(noise);
        await SignAsync(portal);
        return org;
    }

    public static async Task SignAsync(TestPortal portal)
    {
        await portal.Get<SequenceAudit>().RunAsync(Stop);
        await portal.Get<SignCheckpoint>().RunAsync(true, Stop);
    }

    public static Actor Auditor(SmallOrganisation org) => As(org.Staff, Role.Auditor);

    /// <summary>Everything, asked for by somebody who sees every tenant.</summary>
    public static async Task<byte[]> PackageAsync(TestPortal portal, SmallOrganisation org, EvidenceFilter? filter = null, Actor? by = null)
    {
        by ??= As(org.Staff, Role.Administrator);
        var asked = await portal.Get<AskForEvidence>().RunAsync(by, new EvidenceOrder(filter ?? Everything(portal), "The annual audit"), Stop);
        Assert.Null(asked.Refusal);
        await portal.Get<BuildEvidence>().RunAsync(Stop);
        return await TakeAsync(portal, by, asked.Value.Value);
    }

    public static async Task<byte[]> TakeAsync(TestPortal portal, Actor by, Guid package)
    {
        var taken = await portal.Get<TakeEvidence>().RunAsync(by, package, Stop);
        Assert.Null(taken.Refusal);
        var bytes = new MemoryStream();
        await foreach (var piece in taken.Value.Pieces)
            bytes.Write(piece);
        Assert.Equal(taken.Value.Length, bytes.Length);
        return bytes.ToArray();
    }

    public static PackageVerdict Verify(byte[] package, IReadOnlyList<ECDsa>? pinned = null, params string[] anchors) =>
        PackageVerifier.Run(new MemoryStream(package), pinned ?? [], anchors);

    public static string Told(PackageVerdict verdict) => string.Join('\n', verdict.Faults.Select(fault => $"{fault.Place}: {fault.Sentence}"));

    public static Dictionary<string, byte[]> Files(byte[] package)
    {
        using var zip = new ZipArchive(new MemoryStream(package));
        return zip.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var stream = entry.Open();
            var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        });
    }

    public static byte[] Zip(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(content);
            }

        return bytes.ToArray();
    }

    /// <summary>The package with its files changed and, by whoever holds a key, a manifest that fits them.</summary>
    public static byte[] Forge(byte[] package, ECDsa key, Action<Dictionary<string, byte[]>> change, Func<EvidenceContents, EvidenceContents>? say = null)
    {
        var files = Files(package);
        Assert.True(Dsse.TryRead(files["manifest.dsse.json"], out var envelope));
        Assert.True(EvidenceStatement.TryRead(envelope.Payload, out var statement));
        change(files);
        files.Remove("manifest.dsse.json");
        var contents = say is null ? statement.Contents : say(statement.Contents);
        var listed = files.Select(file => EvidenceFile.Of(file.Key, Convert.ToHexStringLower(SHA256.HashData(file.Value))));
        files["manifest.dsse.json"] = Dsse.Seal(EvidenceStatement.Of(listed, contents).ToCanonicalBytes(), key).ToBytes();
        return Zip(files);
    }

    /// <summary>The portal's own key, as somebody who broke in would hold it.</summary>
    public static ECDsa OwnKey(TestPortal portal)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(Path.Combine(portal.Folder, "keys", "log-signing.pem")));
        return key;
    }

    public static async Task<EvidencePackage> LastAsync(TestPortal portal)
    {
        await using var db = portal.Db();
        return await db.EvidencePackages.AsNoTracking().OrderByDescending(p => p.AskedAt).ThenByDescending(p => p.Id).FirstAsync(Stop);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static AuditBody Allowed(TestPortal portal, SmallOrganisation org, RequestId request) => new()
    {
        Id = Guid.CreateVersion7(portal.Now),
        At = portal.Now,
        Kind = EvidenceTable.Allowed,
        Actor = new AuditActor(ActorKind.Workload, org.Workload.Id.Value, "hr-sync"),
        Sentence = "=HYPERLINK(\"http://evil\") hr-sync was allowed group.add_member on corp-directory.",
        Tenant = org.Home.Id.Value,
        Integration = new AuditThing(org.Sync.Id.Value, org.Sync.Key),
        Target = new AuditThing(org.Directory.Id.Value, org.Directory.Key),
        Workload = new AuditWorkload(org.Workload.Id.Value, org.Workload.Issuer, org.Workload.Subject),
        Request = request.Value,
        Approvers = [new AuditRoleHolder(org.Sam.Id.Value, "Sam", "system_owner"), new AuditRoleHolder(org.Ian.Id.Value, "Ian", "iam_owner")],
        Facts = new Dictionary<string, string?> { ["action"] = "group.add_member", ["resource"] = "group/Domain Admins" },
    };
}
