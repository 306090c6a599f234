using System.Buffers.Binary;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Identity;
using Xunit;

namespace Rotunda.Tests.Modules.Accounts;

/// <summary>What a guess at a stored password costs in the program as it is started, whose number the sites under test lower.</summary>
public sealed class PasswordCostTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rotunda-passwords-").FullName;

    [Fact]
    public async Task A_password_is_kept_by_a_hundred_thousand_rounds_of_hmac_sha512()
    {
        await using var app = RotundaApp.Compose(StoreLocation.At(_folder, null));
        await using var scope = app.Services.CreateAsyncScope();
        var account = new Account { Id = RowId.New(), DisplayName = "Anna", LanguageCode = "ru" };

        var stored = Convert.FromBase64String(scope.ServiceProvider.GetRequiredService<IPasswordHasher<Account>>().HashPassword(account, "correct horse battery"));

        // The third form of ASP.NET Core Identity: a one, the function (2 is HMAC-SHA512), the rounds, the length of the salt in bytes
        Assert.Equal(1, stored[0]);
        Assert.Equal(2u, BinaryPrimitives.ReadUInt32BigEndian(stored.AsSpan(1)));
        Assert.InRange(BinaryPrimitives.ReadUInt32BigEndian(stored.AsSpan(5)), 100_000u, uint.MaxValue);
        Assert.InRange(BinaryPrimitives.ReadUInt32BigEndian(stored.AsSpan(9)), 16u, 64u);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
