using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Identity;

namespace Rotunda.Modules.Accounts.SecondStep;

/// <summary>Codes of an authenticator app (RFC 6238: SHA-1, 30 seconds, six digits). Each is accepted once.</summary>
/// <remarks>Stands in Identity's place of the same name, whose codes could be used again as long as they are shown.</remarks>
internal sealed class AuthenticatorCodes(RotundaDb db, IClock clock) : IUserTwoFactorTokenProvider<Account>
{
    private const int StepSeconds = 30;
    private const int Digits = 6;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public Task<string> GenerateAsync(string purpose, UserManager<Account> manager, Account user) => Task.FromResult("");

    public async Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<Account> manager, Account user) => await manager.GetAuthenticatorKeyAsync(user) is { Length: > 0 };

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<Account> manager, Account user)
    {
        if (token.Length != Digits || await manager.GetAuthenticatorKeyAsync(user) is not { Length: > 0 } text) return false;
        var key = Decode(text);
        var now = clock.GetCurrentInstant().ToUnixTimeSeconds() / StepSeconds;
        // A phone's clock may be half a minute off, in either direction
        for (var step = now - 1; step <= now + 1; step++)
        {
            if (!CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(Code(key, step)), System.Text.Encoding.UTF8.GetBytes(token))) continue;
            var used = step;
            // One statement, so that of two browsers with the same code one gets in
            return await db.Accounts.Where(row => row.Id == user.Id && (row.LastCodeStep == null || row.LastCodeStep < used))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastCodeStep, used)) == 1;
        }

        return false;
    }

    /// <summary>The code of a step of 30 seconds, counted from 1970.</summary>
    internal static string Code(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // RFC 6238 and every authenticator app: the HMAC does not rest on collisions
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(key, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 15)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>Twenty random bytes as an authenticator app takes them.</summary>
    internal static string NewKey() => RandomNumberGenerator.GetString(Alphabet, 32);

    internal static byte[] Decode(string base32)
    {
        var bytes = new byte[base32.Length * 5 / 8];
        var (buffer, bits, at) = (0, 0, 0);
        foreach (var letter in base32)
        {
            buffer = ((buffer << 5) | Alphabet.IndexOf(letter, StringComparison.Ordinal)) & 0xFFFF;
            if ((bits += 5) < 8) continue;
            bytes[at++] = (byte)(buffer >> (bits -= 8));
        }

        return bytes;
    }
}
