package io.balena.releaseupdate.cloud;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.proxy.HttpProxyHandler;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Ends a connection attempt when the head of a proxy's refusal arrives. The network library waits for the end of the
 * body, which may never come.
 *
 * <p>Netty creates an instance if {@link #enable} was called before its first connection.
 */
@RegisterForReflection
public final class ProxyRefusals extends ChannelInitializerExtension {

    /** Enables this for the whole process: a program may do that, a library may not. */
    public static void enable() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    @Override
    public void postInitializeClientChannel(Channel channel) {
        channel.pipeline().addLast(new Installer());
    }

    /** Waits until it is known whether a connection goes through a proxy, then removes itself. */
    private static final class Installer extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRegistered(ChannelHandlerContext context) {
            ChannelHandlerContext proxy = context.pipeline().context(HttpProxyHandler.class);
            if (proxy != null) {
                context.pipeline().addBefore(proxy.name(), null, new HeadOnly());
            }
            context.fireChannelRegistered();
            context.pipeline().remove(this);
        }
    }

    /** Sits between the handler that decodes HTTP and the one that acts on it. */
    static final class HeadOnly extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.fireChannelRead(message);
            if (message instanceof HttpResponse response) {
                if (!HttpResponseStatus.OK.equals(response.status()) && !(message instanceof LastHttpContent)) {
                    context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
                }
                if (!context.isRemoved()) {
                    context.pipeline().remove(this);
                }
            }
        }
    }
}
